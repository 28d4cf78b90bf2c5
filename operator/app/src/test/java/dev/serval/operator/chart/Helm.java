package dev.serval.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ProgramResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Helm, on the chart of this project. {@code HELM} names it. */
final class Helm {

  /** The chart. */
  static final Path CHART = Path.of("../../charts/serval-operator");

  /** The name of the installation, also in {@code deploy/}. */
  static final String RELEASE = "serval-operator";

  private static final String PROGRAM = "HELM";

  /** What is rendered for: helm without a cluster takes its own, older than the chart's least. */
  private static final String KUBERNETES = "1.34.0";

  private Helm() {}

  /** Checks the chart as strictly as it can. */
  static ProgramResult lint(String... values) {
    return run(List.of("lint", "--strict", "--kube-version", KUBERNETES, CHART.toString()), values);
  }

  /** What would be installed, without the definition of the resource. */
  static ProgramResult template(String namespace, String... values) {
    return templateAs(RELEASE, namespace, values);
  }

  /** What an installation of another name would be. */
  static ProgramResult templateAs(String release, String namespace, String... values) {
    return run(
        List.of(
            "template",
            release,
            CHART.toString(),
            "--namespace",
            namespace,
            "--kube-version",
            KUBERNETES),
        values);
  }

  /**
   * What is told who installs it; nothing is installed.
   *
   * @param kubeconfig of a cluster
   */
  static String notes(Path kubeconfig, String release, String namespace, String... values) {
    String output =
        run(
                List.of(
                    "install",
                    release,
                    CHART.toString(),
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--namespace",
                    namespace,
                    "--dry-run=server"),
                values)
            .requireSuccess();
    assertThat(output).contains("NOTES:");
    return output.substring(output.indexOf("NOTES:"));
  }

  private static ProgramResult run(List<String> command, String... values) {
    String program = System.getenv(PROGRAM);
    assertThat(program)
        .as("%s names the program that hack/helm.sh prints; make test sets it", PROGRAM)
        .isNotNull();
    List<String> settings =
        Stream.of(values).flatMap(value -> Stream.of("--set-json", value)).toList();
    return ProgramResult.of(
        Stream.of(List.of(program), command, settings).flatMap(List::stream).toList());
  }
}
