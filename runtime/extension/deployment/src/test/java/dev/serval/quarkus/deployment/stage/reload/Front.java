package dev.serval.quarkus.deployment.stage.reload;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import jakarta.ws.rs.GET;

/** Calls the stage that is edited. */
@Stage
@Ingress
public class Front {
  @Handle Greeting greeting;

  @GET
  public String get() {
    return greeting.greet("you");
  }
}
