/** Time as a parameter: the engine reads clocks and sets timers through these types alone. */
package dev.serval.core.time;
