package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.util.function.Consumer;

/**
 * What scaling reads and writes.
 *
 * @param loads what replicas report
 * @param writer of numbers of replicas
 * @param board where it says what it does
 * @param values for HorizontalPodAutoscalers
 * @param metrics of the operator
 * @param changed is told of an application of which the board says something else
 */
record ScalerPorts(
    LoadSource loads,
    ScaleWriter writer,
    ScalingBoard board,
    ServedValues values,
    ScalingMetrics metrics,
    Consumer<ApplicationId> changed) {}
