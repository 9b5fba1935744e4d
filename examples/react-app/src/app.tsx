import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { NavLink, Route, Routes } from "react-router";
import { CreditsPage } from "./pages/credits";
import { ProjectPage } from "./pages/project";
import { ProjectsPage } from "./pages/projects";
import { RetirePage } from "./pages/retire";
import { SignedIn } from "./parts/signed-in";
import { queries } from "./registry";
import { session, signIn, signOut } from "./server";

export function App() {
  return (
    <>
      <header>
        <nav>
          <NavLink to="/">Projects</NavLink>
          <NavLink to="/credits">Credits</NavLink>
        </nav>
        <SessionButton />
      </header>
      <main>
        <Routes>
          <Route path="/" element={<ProjectsPage />} />
          <Route path="/projects/:id" element={<ProjectPage />} />
          <Route element={<SignedIn />}>
            <Route path="/credits" element={<CreditsPage />} />
            <Route path="/retire/:reference" element={<RetirePage />} />
          </Route>
          <Route path="*" element={<p>There is no such page.</p>} />
        </Routes>
      </main>
    </>
  );
}

function SessionButton() {
  const queryClient = useQueryClient();
  const { data: visitor } = useQuery(session);
  const change = useMutation({
    mutationFn: visitor ? signOut : signIn,
    onSuccess: (visitor) => {
      queryClient.setQueryData(session.queryKey, visitor);
      // One visitor's data must not be shown to the next.
      queryClient.removeQueries({ queryKey: queries.organisations.queryKey });
    },
  });
  return (
    <button type="button" disabled={visitor === undefined || change.isPending} onClick={() => change.mutate()}>
      {visitor ? `Sign out ${visitor.name}` : "Sign in"}
    </button>
  );
}
