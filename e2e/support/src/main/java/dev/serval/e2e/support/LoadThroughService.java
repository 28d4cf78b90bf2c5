package dev.serval.e2e.support;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * Constant load on a Service from outside the pods. Requests are sent when they are due, whatever
 * became of those before, and their time counts from then. Each of {@value #CONNECTIONS} clients
 * keeps its connection, so that they are spread over the pods, and every {@value #FRESH}th request
 * has a connection of its own, since these go where the Service sends them now.
 */
public final class LoadThroughService implements AutoCloseable {

  /** An answer that took longer is slow. */
  public static final Duration SLOW = Duration.ofSeconds(1);

  private static final int CONNECTIONS = 6;
  private static final int FRESH = 5;
  private static final Duration END = Duration.ofSeconds(30);
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  private final HttpRequest request;
  private final Predicate<String> right;
  private final List<HttpClient> clients = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService users = Executors.newVirtualThreadPerTaskExecutor();
  private volatile long started = System.nanoTime();
  private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
  private final List<LoadFigures.Failure> failures = new ArrayList<>();
  private final long periodNanos;
  private long due;
  private long slow;

  private LoadThroughService(HttpRequest request, int perSecond, Predicate<String> right) {
    this.request = request;
    this.right = right;
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(newClient());
    }
  }

  /**
   * Begins to send.
   *
   * @param request what is sent, with its timeout
   * @param perSecond how often, 1 to 1,000
   * @param right whether the body of an answer with status 200 is as it should be
   */
  public static LoadThroughService start(
      HttpRequest request, int perSecond, Predicate<String> right) {
    if (perSecond < 1 || perSecond > 1_000) {
      throw new IllegalArgumentException("1 to 1,000 requests per second, not " + perSecond);
    }
    LoadThroughService load = new LoadThroughService(request, perSecond, right);
    load.clock.scheduleAtFixedRate(load::sendDue, 0, load.periodNanos, TimeUnit.NANOSECONDS);
    return load;
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  /** How many requests were answered rightly until now. */
  public synchronized long served() {
    return micros.getTotalCount();
  }

  /** Time since the load began. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Lets {@code more} requests be answered, as time that passes under load. */
  public void awaitServed(long more) {
    long goal = served() + more;
    Duration atMost = Duration.ofNanos(periodNanos).multipliedBy(more).plus(END);
    Await.until(more + " more answers", atMost, () -> served() >= goal);
  }

  private void sendDue() {
    long number = due++;
    if (number == 0) {
      // Not before: the first clients of a process take a while to make, which is no answer's time.
      started = System.nanoTime();
    }
    long at = started + number * periodNanos;
    users.execute(() -> send(number, at));
  }

  private void send(long number, long at) {
    if (number % FRESH == 0) {
      try (HttpClient fresh = newClient()) {
        send(fresh, at);
      }
    } else {
      send(clients.get((int) (number % CONNECTIONS)), at);
    }
  }

  private void send(HttpClient client, long at) {
    String failure;
    try {
      failure = problemOf(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      failure = e.getClass().getSimpleName() + ": " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = "no answer before the end";
    }
    count(failure, at, System.nanoTime() - at);
  }

  /** What is wrong with the answer, or {@code null}. */
  private String problemOf(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      return answer.statusCode() + " " + answer.body();
    }
    return right.test(answer.body()) ? null : "wrong answer: " + answer.body();
  }

  private synchronized void count(String failure, long at, long taken) {
    if (failure != null) {
      failures.add(
          new LoadFigures.Failure(
              Duration.ofNanos(at - started), Duration.ofNanos(taken), failure));
      return;
    }
    micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(taken), 0, LONGEST_MICROS));
    if (taken > SLOW.toNanos()) {
      slow++;
    }
  }

  /** Sends no more, waits for the answers to what was sent, prints the figures and returns them. */
  public LoadFigures stop(String scenario) {
    close();
    LoadFigures figures = figures();
    System.out.println(scenario + ": " + figures);
    return figures;
  }

  private synchronized LoadFigures figures() {
    return new LoadFigures(
        micros.getTotalCount() + failures.size(),
        failures.size(),
        slow,
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        micros.getMaxValue(),
        elapsed(),
        failures.stream().sorted(Comparator.comparing(LoadFigures.Failure::due)).toList());
  }

  /** Sends no more; requests under way may end. */
  @Override
  public void close() {
    end(clock);
    end(users);
    clients.forEach(HttpClient::shutdownNow);
  }

  private static void end(ExecutorService service) {
    service.shutdown();
    try {
      if (!service.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
        service.shutdownNow();
      }
    } catch (InterruptedException e) {
      service.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
