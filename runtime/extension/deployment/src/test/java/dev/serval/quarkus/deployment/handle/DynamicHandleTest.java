package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.DeploymentHandle;
import dev.serval.api.DeploymentResponse;
import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.api.error.StageFailedException;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Handles whose methods are called by name; a field without a name is named like the deployment.
 */
class DynamicHandleTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(DynamicHandleTest.class));

  @Stage("words")
  public static class Words {
    public String upper(String text) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no text");
      }
      return text.toUpperCase(java.util.Locale.ROOT);
    }

    public int length(String text) {
      return text.length();
    }

    public Multi<String> letters(String text) {
      return Multi.createFrom().items(text.split(""));
    }
  }

  @Stage
  public static class Caller {
    private final DeploymentHandle handle;

    public Caller(@Handle DeploymentHandle words) {
      this.handle = words;
    }

    public int call(String text) {
      DeploymentResponse<String> upper = handle.method("upper").call(text);
      return handle.method("length").<Integer>call(upper).result();
    }
  }

  @Inject @Handle DeploymentHandle words;

  @Inject
  @Handle("Caller")
  DeploymentHandle caller;

  @Test
  void callsByName() {
    assertThat(words.deployment()).isEqualTo("words");
    assertThat(words.method("length").<Integer>call("abc").result()).isEqualTo(3);
  }

  @Test
  void anUnawaitedResponseIsAnArgument() {
    DeploymentResponse<String> upper = words.method("upper").call("abc");
    assertThat(words.method("upper").<String>call(upper).result()).isEqualTo("ABC");
  }

  @Test
  void aFailedResponseFailsTheCallItIsAnArgumentOf() {
    DeploymentResponse<String> upper = words.method("upper").call("");
    assertThatThrownBy(() -> words.method("length").call(upper).result())
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("words.upper")
        .hasMessageContaining("no text");
  }

  @Test
  void constructorParametersAreNamedToo() {
    assertThat(caller.method("call").<Integer>call("abcd").result()).isEqualTo(4);
  }

  @Test
  void streamsByName() {
    assertThat(
            Multi.createFrom()
                .publisher(words.method("letters").<String>stream("abc"))
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(10)))
        .containsExactly("a", "b", "c");
  }

  @Test
  void anUnknownMethodIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> words.method("lower"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length, letters, upper");
  }
}
