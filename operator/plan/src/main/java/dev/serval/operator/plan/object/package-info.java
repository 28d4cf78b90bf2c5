/** One class for each kind of object that an application has. */
package dev.serval.operator.plan.object;
