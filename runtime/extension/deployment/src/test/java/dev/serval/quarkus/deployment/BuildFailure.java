package dev.serval.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.function.Consumer;

/** What a failed build is expected to say. */
public final class BuildFailure {

  private BuildFailure() {}

  /** The build fails for several reasons; what it says contains each of the texts. */
  public static Consumer<Throwable> saying(String... texts) {
    return failure -> assertThat(message(failure)).contains(" problems:").contains(texts);
  }

  /** The build fails for one reason; what it says contains each of the texts. */
  public static Consumer<Throwable> sayingOnly(String... texts) {
    return failure -> assertThat(message(failure)).doesNotContain(" problems:").contains(texts);
  }

  private static String message(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof DeploymentException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertThat(cause).isInstanceOf(DeploymentException.class);
    return cause.getMessage();
  }
}
