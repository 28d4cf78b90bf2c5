package dev.serval.core.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.ReplicaLink;
import org.junit.jupiter.api.Test;

/** Who may import whom, in the modules that an engine without a framework is made of. */
class ImportRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serval");

  @Test
  void allThreeModulesAreLookedAt() {
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .contains("dev.serval.api", "dev.serval.protocol.wire", "dev.serval.core.app");
  }

  @Test
  void theEngineKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.serval.api..", "dev.serval.protocol..", "dev.serval.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "io.vertx..",
            "io.smallrye..",
            "jakarta..",
            "javax.enterprise..",
            "javax.inject..",
            "org.eclipse.microprofile..",
            "io.fabric8..",
            "io.kubernetes..")
        .check(CLASSES);
  }

  @Test
  void theApiKnowsTheJdkAlone() {
    onlyDependsOn("dev.serval.api..", "dev.serval.api..");
  }

  @Test
  void theProtocolKnowsNettysBuffersAlone() {
    onlyDependsOn(
        "dev.serval.protocol..", "dev.serval.protocol..", "io.netty.buffer..", "io.netty.util..");
  }

  @Test
  void timeDependsOnNothing() {
    onlyDependsOn("dev.serval.core.time..", "dev.serval.core.time..");
  }

  @Test
  void callsDependOnApiAndProtocol() {
    onlyDependsOn(
        "dev.serval.core.call..",
        "dev.serval.core.call..",
        "dev.serval.core.time..",
        "dev.serval.api..",
        "dev.serval.protocol..",
        "org.jboss.logging..");
  }

  @Test
  void admissionKnowsNeitherCallersNorReplicas() {
    onlyDependsOn(
        "dev.serval.core.admit..",
        "dev.serval.core.admit..",
        "dev.serval.core.time..",
        "dev.serval.protocol..");
  }

  @Test
  void routingKnowsNoWayToAReplica() {
    onlyDependsOn(
        "dev.serval.core.route..",
        "dev.serval.core.route..",
        "dev.serval.core.call..",
        "dev.serval.core.time..",
        "dev.serval.api..",
        "dev.serval.protocol..");
  }

  @Test
  void batchingKnowsNeitherCallsNorRoutingNorTheWire() {
    noClasses()
        .that()
        .resideInAPackage("dev.serval.core.batch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.serval.core.call..", "dev.serval.core.route..", "dev.serval.core.wire..")
        .check(CLASSES);
  }

  @Test
  void theWaysToAReplicaMeetTheRouterInOneInterfaceAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.serval.core.wire..", "dev.serval.core.local..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.serval.core.route..").and(not(partOfTheInterface())))
        .check(CLASSES);
  }

  @Test
  void theWireAndTheProcessDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.serval.core.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.serval.core.local..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.serval.core.local..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.serval.core.wire..")
        .check(CLASSES);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("dev.serval.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> partOfTheInterface() {
    return DescribedPredicate.describe(
        "part of ReplicaLink",
        type ->
            type.isEquivalentTo(ReplicaEndpoint.class)
                || type.getName().startsWith(ReplicaLink.class.getName()));
  }

  private static void onlyDependsOn(String subject, String... allowed) {
    DescribedPredicate<JavaClass> permitted =
        resideInAnyPackage(allowed)
            .or(resideInAnyPackage("java.."))
            .or(DescribedPredicate.describe("primitive", JavaClass::isPrimitive))
            .or(
                DescribedPredicate.describe(
                    "array of such",
                    type ->
                        type.isArray()
                            && (type.getBaseComponentType().isPrimitive()
                                || resideInAnyPackage(allowed)
                                    .or(resideInAnyPackage("java.."))
                                    .test(type.getBaseComponentType()))));
    classes()
        .that()
        .resideInAPackage(subject)
        .should()
        .onlyDependOnClassesThat(permitted)
        .check(CLASSES);
  }
}
