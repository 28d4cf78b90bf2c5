package dev.serval.bench.load;

/**
 * What one process, with everything it started, used during one measurement.
 *
 * @param role the process's role in the plan
 * @param residentMib largest resident memory seen, in MiB
 * @param cpuMillis processor time spent
 * @param processes how many processes this is; more than one if it starts others
 */
public record ProcessUse(String role, double residentMib, long cpuMillis, int processes) {}
