package dev.serval.quarkus.deployment;

import dev.serval.quarkus.deployment.handle.ContractModel;
import dev.serval.quarkus.deployment.handle.HandlePoint;
import dev.serval.quarkus.deployment.handle.HandleReader;
import dev.serval.quarkus.deployment.stage.StageReader;
import dev.serval.quarkus.runtime.ExitOnTerminate;
import dev.serval.quarkus.runtime.ServalLifecycle;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDefiningAnnotationBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.TestAnnotationBuildItem;
import io.quarkus.deployment.execannotations.ExecutionModelAnnotationsAllowedBuildItem;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.DotName;

/** Reads the application, judges it, and registers what every application needs. */
public final class ServalProcessor {

  @BuildStep
  FeatureBuildItem feature() {
    return new FeatureBuildItem("serval");
  }

  @BuildStep
  BeanDefiningAnnotationBuildItem stagesAreBeans() {
    return new BeanDefiningAnnotationBuildItem(
        ServalNames.STAGE, BuiltinScope.DEPENDENT.getName(), false);
  }

  /**
   * Quarkus makes beans of test classes with an annotation that it knows; the test kit's is ours.
   */
  @BuildStep
  TestAnnotationBuildItem testsAreBeans() {
    return new TestAnnotationBuildItem("dev.serval.testkit.ServalTest");
  }

  /** Elsewhere Quarkus refuses {@code @Blocking} and the like, which would do nothing. */
  @BuildStep
  ExecutionModelAnnotationsAllowedBuildItem stagesChooseThreads() {
    return new ExecutionModelAnnotationsAllowedBuildItem(
        method -> method.declaringClass().hasDeclaredAnnotation(ServalNames.STAGE));
  }

  @BuildStep
  AdditionalBeanBuildItem lifecycle() {
    return AdditionalBeanBuildItem.builder()
        .setUnremovable()
        .addBeanClasses(ServalLifecycle.class, ExitOnTerminate.class)
        .build();
  }

  @BuildStep
  ApplicationModelBuildItem read(CombinedIndexBuildItem index) {
    HandleReader reader = new HandleReader(index.getIndex(), index.getComputingIndex());
    List<HandlePoint> handles = reader.readPoints();
    Map<DotName, ContractModel> contracts = reader.readContracts(handles);
    ConfiguredDeployments configured = ConfiguredDeployments.read(ConfigProvider.getConfig());
    StageReader unlinked = new StageReader(index.getIndex(), (stage, method) -> false);
    List<DotName> strays = unlinked.readStrayIngresses();
    Set<String> called =
        calledMethods(
            new ApplicationModel(unlinked.read(), handles, contracts, configured, strays));
    StageReader linked =
        new StageReader(index.getIndex(), (stage, method) -> called.contains(stage + '/' + method));
    ApplicationModel application =
        new ApplicationModel(linked.read(), handles, contracts, configured, strays);
    List<String> problems = new ArrayList<>();
    Rules.ALL.forEach(rule -> rule.check(application, problems::add));
    return new ApplicationModelBuildItem(application, problems);
  }

  /** {@code stage/method} for all methods of contracts that are used with the stage. */
  private static Set<String> calledMethods(ApplicationModel application) {
    Set<String> called = new HashSet<>();
    for (HandlePoint handle : application.handles()) {
      ContractModel contract = application.contracts().get(handle.type().name());
      if (contract == null) {
        continue;
      }
      for (ApplicationModel.Target target : application.targetsOf(handle)) {
        target
            .stage()
            .ifPresent(
                stage ->
                    contract
                        .methods()
                        .forEach(m -> called.add(stage.name() + '/' + m.method().name())));
      }
    }
    return called;
  }

  @BuildStep
  void report(
      ApplicationModelBuildItem model, BuildProducer<ValidationErrorBuildItem> validationErrors) {
    if (model.valid()) {
      return;
    }
    List<String> problems = model.problems();
    String message =
        problems.size() == 1
            ? problems.getFirst()
            : problems.stream()
                .collect(
                    Collectors.joining(
                        "\n  - ",
                        "The application has " + problems.size() + " problems:\n  - ",
                        ""));
    validationErrors.produce(new ValidationErrorBuildItem(new DeploymentException(message)));
  }
}
