package dev.serval.operator.metricsapi.access;

import dev.serval.operator.metricsapi.identity.User;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;

/**
 * Who may read what, as the API server says. It is asked for the same thing once in a while, by one
 * of those who want to know at the same time, and by a bounded number of them at all. Safe for
 * several threads.
 */
public final class AccessReviews {

  private static final int MOST_KEPT = 1_024;

  private final BiFunction<User, Access, Decision> reviewer;
  private final Executor executor;
  private final int most;
  private final Clock clock;
  private final DecisionCache decided = new DecisionCache(MOST_KEPT);
  private final Map<Question, CompletableFuture<Decision>> underWay = new HashMap<>();

  /**
   * Reviews that {@code reviewer} makes.
   *
   * @param reviewer asks the API server, which can take seconds
   * @param executor runs it
   * @param most that are under way at a time
   */
  public AccessReviews(
      BiFunction<User, Access, Decision> reviewer, Executor executor, int most, Clock clock) {
    this.reviewer = reviewer;
    this.executor = executor;
    this.most = most;
    this.clock = clock;
  }

  /** Whether a user may. Never blocks; what was decided a short time ago is there at once. */
  public CompletableFuture<Decision> decide(User user, Access access) {
    if (user.isMaster()) {
      return CompletableFuture.completedFuture(new Decision.Allowed());
    }
    Question question = new Question(user, access);
    CompletableFuture<Decision> mine;
    synchronized (this) {
      Optional<Decision> known = decided.find(question, clock.instant());
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(known.get());
      }
      CompletableFuture<Decision> theirs = underWay.get(question);
      if (theirs != null) {
        return theirs;
      }
      if (underWay.size() >= most) {
        return CompletableFuture.completedFuture(new Decision.Busy());
      }
      mine = new CompletableFuture<>();
      underWay.put(question, mine);
    }
    begin(question, mine);
    return mine;
  }

  private void begin(Question question, CompletableFuture<Decision> answer) {
    try {
      executor.execute(() -> review(question, answer));
    } catch (RejectedExecutionException e) {
      end(question, answer, new Decision.Unknown("the operator ends"));
    }
  }

  private void review(Question question, CompletableFuture<Decision> answer) {
    Decision decision = new Decision.Unknown("the review failed");
    try {
      decision = reviewer.apply(question.user(), question.access());
    } finally {
      end(question, answer, decision);
    }
  }

  private void end(Question question, CompletableFuture<Decision> answer, Decision decision) {
    synchronized (this) {
      decided.keep(question, decision, clock.instant());
      underWay.remove(question);
    }
    answer.complete(decision);
  }
}
