/** Tests of {@code charts/serval-operator} and {@code deploy}. */
package dev.serval.operator.chart;
