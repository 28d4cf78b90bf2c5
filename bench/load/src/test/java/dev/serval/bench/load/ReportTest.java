package dev.serval.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final Shape SHAPE = Shapes.ECHO.withConcurrency(List.of(16));

  @TempDir private Path folder;

  private static SystemUnderTest system(String name, boolean ours) {
    return new SystemUnderTest(name, ours, name + " <described>", List.of(SHAPE), null);
  }

  private static Measurement round(String system, int round, long calls, double p50) {
    return new Measurement(
        system,
        SHAPE.name(),
        16,
        round,
        new LoadResult(calls, 1, p50, 2 * p50, 0, ""),
        List.of(new ProcessUse("ingress", 100, 50, 1), new ProcessUse("echo", 20, 50, 1)));
  }

  private static Results results(List<SystemUnderTest> systems) {
    List<Measurement> measurements = new ArrayList<>();
    for (SystemUnderTest system : systems) {
      long calls = system.ours() ? 30_000 : 10_000;
      double p50 = system.ours() ? 500 : 1000;
      measurements.add(round(system.name(), 1, calls, p50));
      measurements.add(round(system.name(), 2, calls + 1000, p50 + 10));
      measurements.add(round(system.name(), 3, calls - 1000, p50 - 10));
    }
    return new Results(
        Map.of("java", "25"), systems, List.of(SHAPE), Results.cells(measurements), List.of());
  }

  @Test
  void setsOursBesideTheirs() {
    Table table =
        new Tables(results(List.of(system("serval", true), system("quarkus", false)))).comparison();

    assertThat(table.rows())
        .containsExactly(
            List.of(
                "echo",
                "serval",
                "quarkus",
                "16",
                "30,000",
                "10,000",
                "3.00×",
                "0.500 / 1.00",
                "1.00 / 2.00",
                "0.50×",
                "0 / 0",
                "120 / 120"));
  }

  @Test
  void leavesASideEmptyThatWasNotMeasured() {
    Table table = new Tables(results(List.of(system("quarkus", false)))).comparison();

    assertThat(table.rows()).hasSize(1);
    assertThat(table.rows().getFirst()).startsWith("echo", "–", "quarkus", "16", "–", "10,000");
  }

  @Test
  void everyOfOursMeetsEveryOfTheirs() {
    Results results =
        results(
            List.of(
                system("serval", true),
                system("serval-one-jvm", true),
                system("quarkus", false),
                system("ray", false)));

    assertThat(new Tables(results).comparison().rows()).hasSize(4);
    assertThat(new Tables(results).details().rows()).hasSize(4);
  }

  @Test
  void writesEveryForm() throws Exception {
    Results results = results(List.of(system("serval", true), system("quarkus", false)));

    String text = new Report(results, folder).write();

    assertThat(text).contains("30,000 (29,000–31,000)").contains("100+20");
    assertThat(read("results.txt")).isEqualTo(text);
    assertThat(read("results.md")).contains("| echo  | serval | quarkus | 16 |");
    assertThat(read("results.json")).contains("\"median\" : 30000.0");
    for (String picture : List.of("throughput.svg", "latency.svg")) {
      // It parses only if it is well formed, escapes included.
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(folder.resolve(picture).toFile())
                  .getElementsByTagName("rect")
                  .getLength())
          .isEqualTo(1 + 2 + 2);
    }
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }
}
