/**
 * Loads several systems over the same graphs, one after the other on the same machine, and reports
 * them side by side.
 *
 * <p>A {@link dev.serval.bench.load.Shape} says what is asked, a {@link
 * dev.serval.bench.load.SystemUnderTest} how to start the processes that answer it. Everything else
 * here starts, loads, measures, stops and reports, and knows neither.
 */
package dev.serval.bench.load;
