package dev.serval.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** Who may import whom inside the operator. */
class ImportRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serval.operator");

  @Test
  void packagesDoNotNeedEachOther() {
    slices().matching("dev.serval.operator.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatIsServedAndToldKnowsNothingOfScaling() {
    noClasses()
        .that()
        .resideInAnyPackage("..operator.relay..", "..operator.metricsapi..", "..operator.hub..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..operator.scaling..")
        .check(CLASSES);
  }

  @Test
  void whatTheStatusSaysNeedsNoClient() {
    noClasses()
        .that()
        .resideInAPackage("..operator.status..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(KubernetesClient.class)
        .check(CLASSES);
  }
}
