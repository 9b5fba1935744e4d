import { render } from "preact";
import { App } from "./app";
import { openSession } from "./session/session";

void openSession();
render(<App />, document.querySelector("#app") as HTMLElement);
