//! How many requests are under way at once, and whose turn it is.

use std::cell::RefCell;

use super::wire::Call;
use super::world::{Answer, Reply, Task, World, answer, retry_after};
use super::{Client, Wire, config, get, post};

fn narrow(world: &std::rc::Rc<World>, max_concurrency: usize) -> Client<Wire> {
    let mut config = config();
    config.max_concurrency = max_concurrency;
    Client::new(config, Wire(std::rc::Rc::clone(world)))
}

fn slow() -> Reply {
    Answer { after: 10.0, ..answer(200) }.into()
}

#[test]
fn never_more_than_allowed_first_come_first_served() {
    let world = World::new(vec![slow(); 20]);
    let client = narrow(&world, 3);
    let order = RefCell::new(Vec::new());
    let tasks = (0..20).map(|index| {
        let (client, order) = (&client, &order);
        Box::pin(async move {
            client.send(&Call::default(), &get()).await.expect("an answer");
            order.borrow_mut().push(index);
        }) as Task<'_, ()>
    });
    world.run_all(tasks);
    assert_eq!(world.most_under_way.get(), 3);
    assert_eq!(*order.borrow(), (0..20).collect::<Vec<_>>());
}

#[test]
fn waiting_for_a_slot_is_not_in_the_deadline() {
    let world = World::new(vec![slow(); 10]);
    let client = narrow(&world, 1);
    let call = Call { timeout_ms: Some(15.0), ..Call::default() };
    let tasks = (0..10).map(|_| {
        Box::pin(async {
            client.send(&call, &post()).await.expect("an answer");
        }) as Task<'_, ()>
    });
    world.run_all(tasks);
    assert_eq!(world.elapsed(), 100.0);
}

#[test]
fn back_off_holds_no_slot() {
    let world = World::new([retry_after(429, "60"), answer(200).into(), answer(200).into()]);
    let client = narrow(&world, 1);
    let ends = RefCell::new(Vec::new());
    let tasks = (0..2).map(|index| {
        let (client, ends, world) = (&client, &ends, &world);
        Box::pin(async move {
            client.send(&Call::default(), &get()).await.expect("an answer");
            ends.borrow_mut().push((index, world.elapsed()));
        }) as Task<'_, ()>
    });
    world.run_all(tasks);
    assert_eq!(*ends.borrow(), [(1, 0.0), (0, 60_000.0)]);
}

#[test]
fn whoever_gives_up_loses_no_slot() {
    let world = World::new(vec![slow(); 3]);
    let client = narrow(&world, 1);
    let calls: Vec<Call> = (0..5).map(|_| Call::default()).collect();
    let mut tasks: Vec<Task<'_, ()>> = calls
        .iter()
        .map(|call| {
            Box::pin(async {
                let _ = client.send(call, &get()).await;
            }) as Task<'_, ()>
        })
        .collect();
    // One gives up in flight, two in the queue: one of them in the moment in which its turn comes.
    tasks.push(Box::pin(async {
        world.sleep(5.0).await;
        calls[3].signal.abort("enough");
        calls[0].signal.abort("enough");
        calls[1].signal.abort("enough");
    }));
    world.run_all(tasks);
    assert_eq!(world.sent().len(), 3, "the two that stayed, and the one that was in flight");
    assert_eq!(world.times()[1..], [5.0, 15.0]);
    assert_eq!(world.most_under_way.get(), 1);
}
