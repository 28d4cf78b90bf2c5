package dev.serval.e2e.application;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where orders are taken, over HTTP. */
@Stage
@Ingress
@Path("/")
public class Counter {

  private static final int LONGEST_MILLIS = 60_000;
  private static final int SAMPLED_MILLIS = 5;
  private static final int ANSWERED_MILLIS = 5_000;

  @Handle("Worker")
  Work worker;

  @Handle("Packer")
  Packing packer;

  private final MeterRegistry meters;

  Counter(MeterRegistry meters) {
    this.meters = meters;
  }

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

  /** Has something packed; says at which counter it was ordered, too. */
  @POST
  @Path("pack")
  public String pack(@QueryParam("millis") @Min(0) @Max(LONGEST_MILLIS) int millis) {
    return packer.pack(millis) + " for " + PodName.OWN;
  }

  /**
   * Answers when so many packers can be called from here: since when, in microseconds of the epoch.
   * Some seconds without that are answered with 0.
   */
  @GET
  @Path("packers")
  public long packers(@QueryParam("are") @Min(0) int number) throws InterruptedException {
    Gauge available =
        meters.get("serval.handle.available.replicas").tag("deployment", "Packer").gauge();
    for (int waited = 0; waited < ANSWERED_MILLIS; waited += SAMPLED_MILLIS) {
      if (available.value() == number) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      }
      Thread.sleep(SAMPLED_MILLIS);
    }
    return 0;
  }
}
