package org.acme;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Answers HTTP. */
@Stage
@Ingress
@Path("/")
public class Greetings {

  /** What this stage asks of the other: the two meet in this contract, checked by the build. */
  public interface Greeting {
    String greet(String name);
  }

  @Handle("Greeter")
  Greeting greeter;

  /** A greeting for whoever the path names. */
  @GET
  @Path("hello/{name}")
  public String hello(@PathParam("name") String name) {
    return greeter.greet(name);
  }
}
