package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.load.WindowLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.Locale;

/** A decision in words. */
final class Explanation {

  private final Decision decision;
  private final ScalingPolicy policy;
  private final Observation seen;

  private Explanation(Decision decision) {
    this.decision = decision;
    this.policy = decision.policy();
    this.seen = decision.seen();
  }

  static String of(Decision decision) {
    return new Explanation(decision).text();
  }

  private String text() {
    return switch (decision.reason()) {
      case NO_DATA ->
          (seen.load().isAtLeast() ? "not all of the load is known" : "the load is not known")
              + ": it stays at "
              + replicas(decision.target());
      case BOUNDS ->
          "from "
              + policy.minReplicas()
              + " to "
              + replicas(policy.maxReplicas())
              + " are allowed: "
              + replicas(decision.target());
      case COLD_START ->
          requests(now()) + " and no replica: " + replicas(decision.target()) + " at once";
      case STARTING ->
          requests(now())
              + " until "
              + replicas(decision.target())
              + (decision.target() == 1 ? " has started" : " have started");
      case BURST -> burst();
      case AFTER_BURST ->
          asked() + "; " + stays() + " until " + length(lookBack()) + " after the burst";
      case UPSCALED, DOWNSCALED, STEADY, AT_ZERO -> asked() + bounded();
      case WAITING_UPSCALE_DELAY -> waiting("upscaleDelay", policy.upscaleDelay());
      case WAITING_DOWNSCALE_DELAY -> waiting("downscaleDelay", policy.downscaleDelay());
      case WAITING_DOWNSCALE_TO_ZERO_DELAY ->
          waiting("downscaleToZeroDelay", policy.downscaleToZeroDelay());
      case WINDOW_NOT_FULL ->
          asked() + "; " + stays() + " until the load of " + length(lookBack()) + " is known";
      case LOAD_FALLS -> asked() + "; " + stays() + " while the latest load asks for no more";
      case LOAD_VARIES -> asked() + "; " + stays() + " because the load moves too much for fewer";
      case AT_MAX -> asked() + "; maxReplicas is " + policy.maxReplicas();
      case AT_MIN -> asked() + "; minReplicas is " + policy.minReplicas();
    };
  }

  private String waiting(String field, Duration delay) {
    return asked() + "; " + stays() + " until that has lasted " + field + ", " + length(delay);
  }

  private String stays() {
    return replicas(decision.target()) + " " + (decision.target() == 1 ? "stays" : "stay");
  }

  private String burst() {
    return requests(now())
        + ", a burst for "
        + replicas(seen.readyReplicas())
        + " that should have "
        + number(policy.targetOngoingRequests())
        + " each: "
        + replicas(decision.target())
        + " at once";
  }

  /** The load, the target and what comes of both. */
  private String asked() {
    int wanted = decision.wanted().orElse(decision.target());
    return mean(seen.load().lookBack())
        + ", "
        + number(policy.targetOngoingRequests())
        + " per replica wanted: "
        + replicas(wanted)
        + damped(wanted);
  }

  /** Why it isn't the number that the load alone asks for. */
  private String bounded() {
    int wanted = decision.wanted().orElse(decision.target());
    if (wanted > decision.target() && decision.target() == policy.maxReplicas()) {
      return "; maxReplicas is " + policy.maxReplicas();
    }
    if (wanted < decision.target() && decision.target() == policy.minReplicas()) {
      return "; minReplicas is " + policy.minReplicas();
    }
    return wanted == 0 && decision.target() == 1
        ? "; the last one goes after downscaleToZeroDelay, " + length(policy.downscaleToZeroDelay())
        : "";
  }

  private String damped(int wanted) {
    WindowLoad load = seen.load().lookBack();
    if (seen.readyReplicas() == 0 || load.mean().isEmpty()) {
      return "";
    }
    int plain = ScalingFormula.plain(policy, load.mean().getAsDouble());
    if (plain == wanted) {
      return "";
    }
    boolean up = plain > seen.readyReplicas();
    double factor = up ? policy.upscalingFactor() : policy.downscalingFactor();
    if (factor == 1) {
      return "";
    }
    return " on the way from "
        + seen.readyReplicas()
        + " to "
        + plain
        + " by "
        + (up ? "upscalingFactor " : "downscalingFactor ")
        + number(factor);
  }

  private String mean(WindowLoad load) {
    return load.mean().isPresent()
        ? requests(load.mean().getAsDouble()) + " over " + length(load.window())
        : requests(now());
  }

  private Duration lookBack() {
    return policy.lookBack().length();
  }

  private double now() {
    return seen.load().now().orElse(0);
  }

  private static String requests(double load) {
    String count = number(load);
    return count + (count.equals("1") ? " request" : " requests") + " running or queued";
  }

  private static String replicas(int count) {
    return count + (count == 1 ? " replica" : " replicas");
  }

  /** With one digit after the point, or as many as a small number needs to be seen. */
  private static String number(double value) {
    String format = value == Math.rint(value) ? "%.0f" : value < 0.1 ? "%.1g" : "%.1f";
    String text = String.format(Locale.ROOT, format, value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** As the resource writes it. */
  private static String length(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
