package dev.serval.operator.plan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may import whom. That no client is on the class path is a rule of the build. */
class ImportRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serval.operator.plan");

  @Test
  void aPlanSeesTheResourceAndTheModelAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "com.fasterxml.jackson..",
            "io.fabric8.kubernetes.api.model..",
            "dev.serval.crds..",
            "dev.serval.operator.autoscaling.hpa..",
            "dev.serval.operator.autoscaling.policy..",
            "dev.serval.operator.plan..")
        .check(CLASSES);
  }

  @Test
  void aPlanDoesNothing() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Instant.class, Thread.class)
        .check(CLASSES);
  }

  @Test
  void whatIsResolvedKnowsNoRenderer() {
    noClasses()
        .that()
        .resideInAPackage("..resolve..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.serval.operator.plan.topology",
            "dev.serval.operator.plan.pod",
            "dev.serval.operator.plan.object")
        .check(CLASSES);
  }
}
