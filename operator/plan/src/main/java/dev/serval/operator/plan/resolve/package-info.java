/** An application with its defaults filled in and its names derived: what the renderers read. */
package dev.serval.operator.plan.resolve;
