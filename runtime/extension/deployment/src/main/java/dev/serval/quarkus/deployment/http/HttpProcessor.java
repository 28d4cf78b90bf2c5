package dev.serval.quarkus.deployment.http;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.serval.api.error.ServeException;
import dev.serval.quarkus.runtime.config.HttpDefaults;
import dev.serval.quarkus.runtime.health.LivenessOfReplicas;
import dev.serval.quarkus.runtime.health.ProcessHealth;
import dev.serval.quarkus.runtime.health.ReadinessOfProcess;
import dev.serval.quarkus.runtime.http.ClaimHandler;
import dev.serval.quarkus.runtime.http.CountedConnections;
import dev.serval.quarkus.runtime.http.DoorProducer;
import dev.serval.quarkus.runtime.http.ErrorMapper;
import dev.serval.quarkus.runtime.http.EveryMethod;
import dev.serval.quarkus.runtime.http.EveryRoute;
import dev.serval.quarkus.runtime.http.FailedExchanges;
import dev.serval.quarkus.runtime.http.HttpRecorder;
import dev.serval.quarkus.runtime.http.IngressDoor;
import dev.serval.quarkus.runtime.http.ProcessRoutes;
import dev.serval.quarkus.runtime.http.StrictJson;
import dev.serval.quarkus.runtime.metrics.ServalMeters;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.RunTimeConfigBuilderBuildItem;
import io.quarkus.deployment.builditem.ShutdownListenerBuildItem;
import io.quarkus.deployment.builditem.SystemPropertyBuildItem;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.resteasy.reactive.server.spi.GlobalHandlerCustomizerBuildItem;
import io.quarkus.resteasy.reactive.server.spi.MethodScannerBuildItem;
import io.quarkus.resteasy.reactive.server.spi.PreExceptionMapperHandlerBuildItem;
import io.quarkus.resteasy.reactive.spi.ExceptionMapperBuildItem;
import io.quarkus.vertx.http.deployment.FilterBuildItem;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.server.model.HandlerChainCustomizer;
import org.jboss.resteasy.reactive.server.processor.scanning.MethodScanner;

/** The HTTP side of an application. */
class HttpProcessor {

  /** Before the filters of security and of other extensions. */
  private static final int DOOR_PRIORITY = 100_000;

  /** Behind the application's own mappers, before those that Quarkus brings. */
  private static final int MAPPER_PRIORITY = Priorities.USER + 1;

  @BuildStep
  AdditionalBeanBuildItem beans() {
    return AdditionalBeanBuildItem.builder()
        .setUnremovable()
        .addBeanClasses(
            CountedConnections.class,
            DoorProducer.class,
            FailedExchanges.class,
            ProcessRoutes.class,
            StrictJson.class,
            ProcessHealth.class,
            ReadinessOfProcess.class,
            LivenessOfReplicas.class,
            ServalMeters.class)
        .build();
  }

  @BuildStep
  UnremovableBeanBuildItem lookedUpByName() {
    return UnremovableBeanBuildItem.beanTypes(IngressDoor.class);
  }

  @BuildStep
  RunTimeConfigBuilderBuildItem defaults() {
    return new RunTimeConfigBuilderBuildItem(HttpDefaults.class);
  }

  /**
   * Leaves it to the door to refuse what cannot be decoded: Quarkus does it in front of all
   * handlers without a body, and refuses braces and bars too, which browsers send.
   */
  @BuildStep
  SystemPropertyBuildItem noValidationInFrontOfTheDoor() {
    return new SystemPropertyBuildItem("vertx.disableURIValidation", "true");
  }

  @BuildStep
  @Record(ExecutionTime.RUNTIME_INIT)
  FilterBuildItem door(HttpRecorder recorder) {
    return new FilterBuildItem(recorder.door(), DOOR_PRIORITY);
  }

  @BuildStep
  @Record(ExecutionTime.STATIC_INIT)
  ShutdownListenerBuildItem finishRequests(HttpRecorder recorder) {
    return new ShutdownListenerBuildItem(recorder.finishRequests());
  }

  @BuildStep
  void scopes(
      BuildProducer<GlobalHandlerCustomizerBuildItem> routes,
      BuildProducer<MethodScannerBuildItem> methods,
      BuildProducer<PreExceptionMapperHandlerBuildItem> exceptions) {
    routes.produce(new GlobalHandlerCustomizerBuildItem(new EveryRoute()));
    methods.produce(
        new MethodScannerBuildItem(
            new MethodScanner() {
              @Override
              public List<HandlerChainCustomizer> scan(
                  MethodInfo method, ClassInfo endpoint, Map<String, Object> context) {
                return List.of(new EveryMethod());
              }
            }));
    exceptions.produce(new PreExceptionMapperHandlerBuildItem(new ClaimHandler()));
  }

  @BuildStep
  void errorMappers(BuildProducer<ExceptionMapperBuildItem> mappers) {
    for (Class<?> handled :
        List.of(
            Throwable.class,
            ServeException.class,
            WebApplicationException.class,
            ResteasyReactiveViolationException.class,
            JsonMappingException.class,
            MismatchedInputException.class)) {
      mappers.produce(
          new ExceptionMapperBuildItem(
              ErrorMapper.class.getName(), handled.getName(), MAPPER_PRIORITY, false));
    }
  }
}
