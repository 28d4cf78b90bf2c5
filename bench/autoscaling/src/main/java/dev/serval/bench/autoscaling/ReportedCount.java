package dev.serval.bench.autoscaling;

/** How many requests one source of reports last said there are, at once or not, and regularly. */
final class ReportedCount {

  private int told;
  private int regular;

  int told() {
    return told;
  }

  /** Says it; by how much the sum of all that was last told changes. */
  int tell(int count) {
    int change = count - told;
    told = count;
    return change;
  }

  /** The same for what is told regularly, beside {@link #tell}. */
  int tellRegularly(int count) {
    int change = count - regular;
    regular = count;
    return change;
  }
}
