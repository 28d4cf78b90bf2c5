package dev.serval.samples.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The users of a run. Each sends a request, waits for the answer and sends the next. */
final class Load {

  /** Enough of an answer to see what is wrong. */
  private static final int BODY_KEPT = 300;

  private final Options options;
  private final Tally tally;
  private final CountDownLatch present;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicLong requestsLeft;
  private final List<HttpConnection> connections = new ArrayList<>();
  private volatile long startNanos;

  Load(Options options, Tally tally) {
    this.options = options;
    this.tally = tally;
    this.present = new CountDownLatch(options.users());
    this.requestsLeft = new AtomicLong(options.mostRequests());
  }

  /** Lets the users begin, all at once or one after the other over the ramp. */
  void start() {
    startNanos = System.nanoTime();
    for (int i = 0; i < options.users(); i++) {
      HttpConnection connection = new HttpConnection(options.url(), options.timeout());
      connections.add(connection);
      Duration begin = options.ramp().multipliedBy(i).dividedBy(options.users());
      Thread.ofVirtual().name("user-" + i).start(() -> user(connection, begin));
    }
  }

  /** Time since the users were let begin. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Sends no new requests; those under way may end. */
  void stop() {
    stopped.countDown();
  }

  /** Waits for the end of all requests; false if {@code atMost} was not long enough. */
  boolean await(Duration atMost) throws InterruptedException {
    return present.await(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Ends the requests that are still under way. */
  void abort() {
    stop();
    connections.forEach(HttpConnection::close);
  }

  private void user(HttpConnection connection, Duration begin) {
    try (connection) {
      boolean goesOn = !stoppedWithin(begin);
      while (goesOn && requestsLeft.getAndDecrement() > 0) {
        goesOn = request(connection) || !stoppedWithin(options.backOff());
        goesOn = goesOn && !over();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      present.countDown();
    }
  }

  private boolean over() {
    return stopped.getCount() == 0 || elapsed().compareTo(options.duration()) >= 0;
  }

  private boolean stoppedWithin(Duration pause) throws InterruptedException {
    return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Sends one request; false if the user had better wait before the next. */
  private boolean request(HttpConnection connection) {
    byte[] body = options.sendsBody() ? options.body().next(ThreadLocalRandom.current()) : null;
    long begun = System.nanoTime();
    try {
      HttpAnswer answer = connection.send(options.method(), options.target(), body, BODY_KEPT);
      Outcome outcome = tally.answered(answer, System.nanoTime() - begun);
      return outcome == Outcome.OK || outcome == Outcome.CLIENT_ERROR;
    } catch (IOException failure) {
      tally.failed(failure.getMessage() == null ? failure.toString() : failure.getMessage());
      return false;
    }
  }
}
