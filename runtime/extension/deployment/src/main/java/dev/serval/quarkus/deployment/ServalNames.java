package dev.serval.quarkus.deployment;

import dev.serval.api.Batch;
import dev.serval.api.BatchItem;
import dev.serval.api.CpuBound;
import dev.serval.api.DeploymentHandle;
import dev.serval.api.DeploymentResponse;
import dev.serval.api.Handle;
import dev.serval.api.HealthCheck;
import dev.serval.api.Idempotent;
import dev.serval.api.Ingress;
import dev.serval.api.Reconfigure;
import dev.serval.api.Stage;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jboss.jandex.DotName;

/** The names that the build looks for in the index. */
public final class ServalNames {

  public static final DotName STAGE = DotName.createSimple(Stage.class);
  public static final DotName INGRESS = DotName.createSimple(Ingress.class);
  public static final DotName HANDLE = DotName.createSimple(Handle.class);
  public static final DotName BATCH = DotName.createSimple(Batch.class);
  public static final DotName BATCH_ITEM = DotName.createSimple(BatchItem.class);
  public static final DotName CPU_BOUND = DotName.createSimple(CpuBound.class);
  public static final DotName IDEMPOTENT = DotName.createSimple(Idempotent.class);
  public static final DotName RECONFIGURE = DotName.createSimple(Reconfigure.class);
  public static final DotName HEALTH_CHECK = DotName.createSimple(HealthCheck.class);
  public static final DotName DEPLOYMENT_HANDLE = DotName.createSimple(DeploymentHandle.class);
  public static final DotName DEPLOYMENT_RESPONSE = DotName.createSimple(DeploymentResponse.class);

  public static final DotName BLOCKING = DotName.createSimple(Blocking.class);
  public static final DotName NON_BLOCKING = DotName.createSimple(NonBlocking.class);
  public static final DotName RUN_ON_VIRTUAL_THREAD =
      DotName.createSimple(RunOnVirtualThread.class);
  public static final DotName UNI = DotName.createSimple(Uni.class);
  public static final DotName MULTI = DotName.createSimple(Multi.class);
  public static final DotName PUBLISHER = DotName.createSimple(Flow.Publisher.class);
  public static final DotName COMPLETION_STAGE = DotName.createSimple(CompletionStage.class);
  public static final DotName COMPLETABLE_FUTURE = DotName.createSimple(CompletableFuture.class);

  public static final DotName INJECT = DotName.createSimple(Inject.class);
  public static final DotName POST_CONSTRUCT = DotName.createSimple(PostConstruct.class);
  public static final DotName PRE_DESTROY = DotName.createSimple(PreDestroy.class);
  public static final DotName PATH = DotName.createSimple(Path.class);

  /** The annotations that make a method of an ingress answer HTTP. */
  public static final List<DotName> HTTP_METHODS =
      List.of(
          DotName.createSimple(GET.class),
          DotName.createSimple(POST.class),
          DotName.createSimple(PUT.class),
          DotName.createSimple(DELETE.class),
          DotName.createSimple(PATCH.class),
          DotName.createSimple(HEAD.class),
          DotName.createSimple(OPTIONS.class));

  private ServalNames() {}
}
