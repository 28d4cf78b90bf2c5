package dev.serval.e2e.application;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Where orders are taken, over HTTP. */
@Stage
@Ingress
@Path("/")
public class Counter {

  private static final int LONGEST_MILLIS = 60_000;

  @Handle("Worker")
  Work worker;

  /** Has something made; nothing is made twice. */
  @POST
  @Path("make")
  public String make(@QueryParam("millis") @Min(0) @Max(LONGEST_MILLIS) int millis) {
    return worker.make(millis);
  }

  /** Has something looked at. */
  @POST
  @Path("look")
  public String look(@QueryParam("millis") @Min(0) @Max(LONGEST_MILLIS) int millis) {
    return worker.look(millis);
  }
}
