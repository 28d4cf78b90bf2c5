package dev.serval.operator.process;

import dev.serval.operator.status.FailureMessage;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Writes what the API server refused, or did not do, as one line. The framework logs each failed
 * attempt with a stack trace, which tells nothing that the server's words do not, and with some
 * failing applications is thousands of lines. Other failures keep theirs.
 */
@LoggingFilter(name = "refusals-in-short")
public final class RefusalsInShort implements Filter {

  /** The message alone, without what was thrown. */
  private static final Formatter MESSAGE = new PatternFormatter("%s");

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record instanceof ExtLogRecord line && FailureMessage.isRefusal(line.getThrown())) {
      String what = MESSAGE.format(line) + ": " + FailureMessage.of(line.getThrown());
      line.setMessage(what, ExtLogRecord.FormatStyle.NO_FORMAT);
      line.setThrown(null);
    }
    return true;
  }
}
