package dev.serval.samples.load;

import dev.serval.samples.load.metrics.Meanwhile;
import dev.serval.samples.load.metrics.MetricsWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Loads a server and prints what comes back, a line each second and a summary. */
public final class LoadClient {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The last answers come just after the last second, and deserve no line of their own. */
  private static final Duration LAST_ANSWERS = Duration.ofMillis(300);

  /** For the answers to what was sent before Ctrl-C, and again for the summary. */
  private static final Duration INTERRUPTED_WAIT = Duration.ofSeconds(10);

  private final Options options;
  private final PrintStream out;
  private final Tally tally = new Tally();
  private final Load load;
  private final CountDownLatch done = new CountDownLatch(1);

  /** A client that prints to {@code out}. */
  LoadClient(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.load = new Load(options, tally);
  }

  /** Runs with the options of the command line; {@code --help} says which there are. */
  public static void main(String[] arguments) throws InterruptedException {
    int status;
    try {
      Options options = Options.parse(arguments);
      if (options.help()) {
        System.out.print(Options.USAGE);
        status = 0;
      } else {
        status = new LoadClient(options, System.out).run() ? 0 : FAILED;
      }
    } catch (UsageException wrong) {
      System.err.println(wrong.getMessage());
      status = WRONG_USAGE;
    }
    System.exit(status);
  }

  /** Loads the server; false if it served nothing. */
  boolean run() throws InterruptedException {
    if (!serverListens()) {
      return false;
    }
    out.printf(
        "%d users, %d s, %s %s%s%n",
        options.users(),
        options.duration().toSeconds(),
        options.method(),
        options.url(),
        options.path());
    Thread interrupted = new Thread(this::endEarly, "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    Meanwhile meanwhile;
    Period run;
    try (MetricsWatch metrics = new MetricsWatch(options)) {
      meanwhile = metrics.meanwhile();
      metrics.begin();
      load.start();
      watch(meanwhile);
      run = tally.allPeriods(load.elapsed());
      metrics.end();
    } finally {
      load.abort();
    }
    out.println();
    out.print(Report.summary(run, tally));
    out.print(meanwhile.summary());
    out.flush();
    done.countDown();
    return run.ok() > 0;
  }

  private boolean serverListens() {
    try (HttpConnection connection = new HttpConnection(options.url(), CONNECT_TIMEOUT)) {
      connection.open();
      return true;
    } catch (UnknownHostException unknown) {
      out.println("There is no host \"" + options.url().getHost() + "\"");
    } catch (IOException failure) {
      out.printf(
          "Nothing listens at %s (%s). Is the sample running? Start it with: make run%n",
          options.url(), failure.getMessage());
    }
    return false;
  }

  private void watch(Meanwhile meanwhile) throws InterruptedException {
    out.println(Report.header());
    Duration most = options.duration().plus(options.timeout()).plus(SECOND);
    Duration before = Duration.ZERO;
    boolean ended = false;
    while (!ended) {
      Duration next = before.plus(SECOND);
      ended = load.await(next.minus(load.elapsed()));
      if (!ended && next.compareTo(options.duration()) >= 0) {
        ended = load.await(LAST_ANSWERS);
      }
      if (!ended && next.compareTo(most) >= 0) {
        load.abort();
        ended = load.await(SECOND);
      }
      Duration now = load.elapsed();
      Period second = tally.nextPeriod(now.minus(before));
      if (!ended || second.requests() > 0) {
        out.println(Report.progress(now, second, meanwhile.queued(), meanwhile.meanBatch()));
      }
      before = now;
    }
  }

  /**
   * Ctrl-C ends the run, but answers that are on their way and the summary are still wanted.
   * Returns when there is one, or none for too long.
   */
  void endEarly() {
    load.stop();
    try {
      if (!load.await(INTERRUPTED_WAIT)) {
        load.abort();
      }
      done.await(INTERRUPTED_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
