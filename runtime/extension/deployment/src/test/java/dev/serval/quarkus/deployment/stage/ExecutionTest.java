package dev.serval.quarkus.deployment.stage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.serval.api.CpuBound;
import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where methods run follows from what they return, unless an annotation says otherwise. */
class ExecutionTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(ExecutionTest.class));

  interface Threads {
    String plain();

    String cpu();

    String async();

    String asyncOnVirtual();

    String nonBlocking();
  }

  static String thread() {
    Thread thread = Thread.currentThread();
    return thread.isVirtual() ? "virtual" : thread.getName();
  }

  @Stage("Threads")
  public static class ThreadsStage {
    public String plain() {
      return thread();
    }

    @CpuBound
    public String cpu() {
      return thread();
    }

    public Uni<String> async() {
      return Uni.createFrom().item(thread());
    }

    @RunOnVirtualThread
    public Uni<String> asyncOnVirtual() {
      return Uni.createFrom().item(thread());
    }

    @NonBlocking
    public String nonBlocking() {
      return thread();
    }
  }

  @Stage
  @Ingress
  @Path("/threads")
  public static class Front {
    @GET
    @Path("plain")
    public String plain() {
      return thread();
    }

    @GET
    @Path("async")
    public Uni<String> async() {
      return Uni.createFrom().item(ExecutionTest::thread);
    }

    @GET
    @Path("blocking")
    @Blocking
    public String blocking() {
      return thread();
    }

    @GET
    @Path("non-blocking")
    @NonBlocking
    public String nonBlocking() {
      return thread();
    }
  }

  @Inject @Handle Threads threads;

  @Test
  void stageMethods() {
    String here = Thread.currentThread().getName();
    assertThat(threads.plain()).isEqualTo("virtual");
    assertThat(threads.cpu()).startsWith("stage-cpu-");
    assertThat(threads.async()).as("on the thread that brings the call").isEqualTo(here);
    assertThat(threads.asyncOnVirtual()).isEqualTo("virtual");
    assertThat(threads.nonBlocking()).isEqualTo(here);
  }

  @Test
  void resourceMethods() {
    given().get("/threads/plain").then().statusCode(200).body(startsWith("virtual"));
    given().get("/threads/async").then().statusCode(200).body(startsWith("vert.x-eventloop"));
    given().get("/threads/blocking").then().statusCode(200).body(startsWith("executor-thread"));
    given()
        .get("/threads/non-blocking")
        .then()
        .statusCode(200)
        .body(startsWith("vert.x-eventloop"));
  }
}
