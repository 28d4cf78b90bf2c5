/** The process of the operator: what its parts get, and which of several processes leads. */
package dev.serval.operator.process;
