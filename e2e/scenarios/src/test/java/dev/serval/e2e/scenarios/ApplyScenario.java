package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.CommandLine;
import dev.serval.e2e.support.OnCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sample is applied, becomes Ready, answers right, and kubectl shows what the docs say. */
@ExtendWith(OnCluster.class)
class ApplyScenario {

  private static final Duration COMMAND = Duration.ofSeconds(30);

  /** Until the status, which follows the load each ten seconds, has no calls any more. */
  private static final Duration CALLS_GO = Duration.ofSeconds(30);

  /** A command and what it prints, up to the next command or the end of the block. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "^\\$ (kubectl [^\\n]+)\\n(.*?)(?=^\\$ |^```)", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void appliedApplicationBecomesReadyAndAnswersRight(ClusterUnderTest cluster) throws Exception {
    try (Recommender recommender = Recommender.of(cluster, sample(cluster.home()))) {
      assertThat(recommender.recommend(42, 3))
          .contains("\"userId\":42", "\"basis\":\"RATINGS\"")
          .satisfies(body -> assertThat(body.split("\"title\"")).hasSize(4));
      assertThat(recommender.recommend(999_999, 1)).contains("\"basis\":\"POPULARITY\"");
      kubectlShowsWhatIsDocumented(cluster.home(), recommender.application());
    }
  }

  /** As it is shipped. */
  private static String sample(Path home) throws IOException {
    return Manifests.withImage(
        Files.readString(home.resolve("samples/recsys/serveapplication.yaml")),
        Recommender.BUILT_IMAGE,
        Recommender.IMAGE_VARIABLE);
  }

  private static void kubectlShowsWhatIsDocumented(Path home, ApplicationUnderTest application)
      throws IOException {
    String page = Files.readString(home.resolve("docs/operations.md"));
    Matcher shown = SHOWN.matcher(page.substring(page.indexOf("## What kubectl shows")));
    int commands = 0;
    while (shown.find()) {
      commands++;
      String expected = comparable(shown.group(2), "default");
      String printed = awaitPrinted(shown.group(1), application.namespace(), expected);
      System.out.println("$ " + shown.group(1) + '\n' + printed.stripTrailing());
      assertThat(comparable(printed, application.namespace()))
          .as(shown.group(1))
          .isEqualTo(expected);
    }
    assertThat(commands).isPositive();
  }

  /** What a command prints as soon as that is as expected, or in the end. */
  private static String awaitPrinted(String command, String namespace, String expected) {
    AtomicReference<String> printed = new AtomicReference<>();
    Await.within(
        CALLS_GO,
        () -> {
          printed.set(kubectl(command, namespace));
          return comparable(printed.get(), namespace).equals(expected);
        });
    return printed.get();
  }

  private static String kubectl(String command, String namespace) {
    return CommandLine.run(COMMAND, List.of((command + " -n " + namespace).split(" ")));
  }

  /**
   * Without what differs each time: ages, the namespace, and the room that columns take for them.
   */
  private static String comparable(String printed, String namespace) {
    return printed
        .replace("." + namespace + ".", ".NAMESPACE.")
        .replaceAll("\\b(\\d+[smh])+\\b", "AGE")
        .replaceAll("[ \\t]+", " ")
        .replaceAll("(?m) $", "")
        .strip();
  }
}
