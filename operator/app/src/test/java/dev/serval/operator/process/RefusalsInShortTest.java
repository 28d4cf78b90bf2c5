package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What of a failure gets into the log. */
class RefusalsInShortTest {

  private static ExtLogRecord logged(Throwable failure) {
    ExtLogRecord line =
        new ExtLogRecord(
            Level.SEVERE,
            "Error during event processing %s",
            ExtLogRecord.FormatStyle.PRINTF,
            RefusalsInShortTest.class.getName());
    line.setParameters(new Object[] {"shop/recsys"});
    line.setThrown(failure);
    assertThat(new RefusalsInShort().isLoggable(line)).isTrue();
    return line;
  }

  private static String message(ExtLogRecord line) {
    return new PatternFormatter("%s").format(line);
  }

  @Test
  void aRefusalIsOneLineWithTheServersWords() {
    KubernetesClientException refusal =
        new KubernetesClientException(
            new StatusBuilder().withCode(500).withMessage("no address is left, 100 %").build());

    ExtLogRecord line = logged(new IllegalStateException("apply", refusal));

    assertThat(message(line))
        .isEqualTo("Error during event processing shop/recsys: no address is left, 100 %");
    assertThat(line.getThrown()).isNull();
  }

  @Test
  void anotherFailureKeepsItsStackTrace() {
    IllegalStateException fault = new IllegalStateException("a fault");

    ExtLogRecord line = logged(fault);

    assertThat(message(line)).isEqualTo("Error during event processing shop/recsys");
    assertThat(line.getThrown()).isSameAs(fault);
  }
}
