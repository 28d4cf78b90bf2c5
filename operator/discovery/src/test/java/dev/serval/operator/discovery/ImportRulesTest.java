package dev.serval.operator.discovery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What the hub knows needs nothing but the JDK, and no clock. */
class ImportRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serval.operator.discovery");

  @Test
  void discoverySeesTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.serval.operator.discovery..")
        .check(CLASSES);
  }

  @Test
  void discoveryDoesNothing() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio..", "java.io..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Thread.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void theDirectoryKnowsNoLoad() {
    noClasses()
        .that()
        .resideInAPackage("..directory..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..load..")
        .check(CLASSES);
  }
}
