import { useQuery } from "@tanstack/react-query";
import { Outlet } from "react-router";
import { session } from "../server";

/** Pages for signed-in users. */
export function SignedIn() {
  const { data: visitor } = useQuery(session);
  if (visitor === undefined) {
    return null;
  }
  return visitor === null ? <p>Sign in to see the credits of your organisation.</p> : <Outlet />;
}
