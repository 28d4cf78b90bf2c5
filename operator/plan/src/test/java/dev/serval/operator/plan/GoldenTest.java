package dev.serval.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code src/test/resources} with an application gives exactly the objects under its
 * {@code expected/}. {@code -Dgolden.update=true} writes them anew, to be looked at as a diff.
 */
class GoldenTest {

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return Scenario.all().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> compare(scenario)));
  }

  @TestFactory
  Stream<DynamicTest> theSameInputsGiveEqualPlans() {
    return Scenario.all().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(), () -> assertThat(scenario.plan()).isEqualTo(scenario.plan())));
  }

  private static void compare(Scenario scenario) throws IOException {
    SortedMap<String, String> files = Scenario.files(scenario.plan());
    if (Boolean.getBoolean("golden.update")) {
      scenario.writeExpected(files);
    }
    SortedMap<String, String> expected = scenario.expected();
    assertThat(files.keySet()).as("objects of " + scenario.name()).isEqualTo(expected.keySet());
    files.forEach((name, text) -> assertThat(text).as(name).isEqualTo(expected.get(name)));
  }
}
