package dev.serval.quarkus.deployment.http;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.call.Scope;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The ingress that the tests of the door knock at. */
@Stage("Front")
@Ingress
public class Front {

  /** What is seen of the request inside a resource method. */
  public record Seen(
      String requestId,
      String traceParent,
      String sessionId,
      boolean deadline,
      String application,
      String deployment,
      boolean virtual) {

    static Seen now() {
      Scope scope = Scope.current();
      return new Seen(
          scope.requestId(),
          scope.metadata().traceParent(),
          scope.metadata().sessionId(),
          scope.remaining().isPresent(),
          scope.application(),
          scope.deployment(),
          Thread.currentThread().isVirtual());
    }
  }

  /** A body. */
  public record Person(
      @NotBlank String name, @Min(0) @Max(150) int age, double weight, @Valid Address address) {}

  /** A body in a body. */
  public record Address(@NotBlank String city) {}

  @Inject @Handle Back back;

  @GET
  @Path("/blocking")
  public Seen blocking() {
    return Seen.now();
  }

  @GET
  @Path("/loop")
  @NonBlocking
  public Seen loop() {
    return Seen.now();
  }

  @GET
  @Path("/uni")
  public Uni<Seen> uni() {
    return Uni.createFrom().item(Seen::now);
  }

  @GET
  @Path("/stage")
  public CompletionStage<Seen> stage() {
    return CompletableFuture.completedFuture(Seen.now());
  }

  @GET
  @Path("/nested")
  public List<String> nested() {
    return List.of(Scope.current().requestId(), back.requestId());
  }

  @GET
  @Path("/wait")
  public String await() {
    return back.await();
  }

  @GET
  @Path("/wait-here")
  public String awaitHere() {
    return Gate.await();
  }

  @GET
  @Path("/wait-uni")
  public Uni<String> awaitUni() {
    return Gate.uni();
  }

  @GET
  @Path("/stubborn")
  public String stubborn() {
    return Gate.awaitStubbornly();
  }

  @POST
  @Path("/people")
  public Person add(@Valid @NotNull Person person) {
    return person;
  }

  @POST
  @Path("/people/loop")
  @NonBlocking
  public Person addOnLoop(@Valid @NotNull Person person) {
    return person;
  }

  @GET
  @Path("/limited")
  public int limited(@QueryParam("limit") @Max(10) int limit) {
    return limit;
  }

  @GET
  @Path("/people/{id}")
  public String person(String id) {
    throw new NotFoundException("There is no person " + id);
  }

  @GET
  @Path("/fails/{how}")
  public String fails(String how) {
    throw failure(how);
  }

  @GET
  @Path("/fails-later/{how}")
  public Uni<String> failsLater(String how) {
    return Uni.createFrom().failure(failure(how));
  }

  @GET
  @Path("/fails-behind")
  public String failsBehind() {
    return back.fail();
  }

  @GET
  @Path("/null-behind")
  public String nothingBehind() {
    return back.nothing();
  }

  @GET
  @Path("/batched/{item}")
  public String batched(String item) {
    return back.batched(item);
  }

  /** Reads a body as it comes. */
  @POST
  @Path("/stream")
  public long stream(InputStream body) throws IOException {
    return body.transferTo(OutputStream.nullOutputStream());
  }

  /** Makes an error of its own of a body that cannot be read. */
  @POST
  @Path("/stream/caught")
  public String streamCaught(InputStream body) {
    try {
      return "read " + body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      return "broken";
    }
  }

  /** Reads the beginning of a body. */
  @POST
  @Path("/stream/first")
  public int streamFirst(InputStream body) throws IOException {
    return body.read();
  }

  @GET
  @Path("/unwritable")
  public Unwritable unwritable() {
    return new Unwritable();
  }

  /** A result that cannot be written. */
  public static class Unwritable {

    /** Throws. */
    public String getName() {
      throw new IllegalStateException("the secret");
    }
  }

  @GET
  @Path("/null")
  public String nothing() {
    return null;
  }

  private static RuntimeException failure(String how) {
    return switch (how) {
      case "back-pressure" -> new BackPressureException("Back is full", Duration.ofMillis(1500));
      case "unavailable" -> new DeploymentUnavailableException("Back has no replica");
      case "deadline" -> new DeadlineExceededException("Back is late");
      case "cancelled" -> new CallCancelledException("Back was cancelled");
      case "bad-request" -> new BadRequestException("Back does not take that");
      default -> new IllegalStateException("the secret is " + how);
    };
  }

  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  public Multi<Seen> events() {
    return Multi.createFrom().range(0, 3).map(i -> Seen.now());
  }

  @GET
  @Path("/numbers")
  @Produces(MediaType.APPLICATION_JSON)
  public Multi<Integer> numbers() {
    return Multi.createFrom().range(0, 1_000);
  }

  @GET
  @Path("/endless")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<String> endless() {
    return Gate.endless();
  }

  @POST
  @Path("/upload")
  public String upload(@RestForm String note, @RestForm FileUpload file) {
    return note + ':' + file.fileName() + ':' + file.size();
  }
}
