package dev.serval.operator.scaling;

import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import java.util.Optional;

/**
 * An autoscaled deployment as it is now.
 *
 * @param name in the spec
 * @param objectName of its Deployment
 * @param spec how it is to scale
 * @param ingress whether it answers HTTP from outside
 * @param by who scales it
 * @param asked replicas that the Deployment asks for
 * @param present replicas that there are, ready or not
 * @param ready replicas that take calls
 * @param foreign the field manager that has set {@code asked}, if it is neither the operator nor a
 *     HorizontalPodAutoscaler
 */
public record ScaledDeployment(
    String name,
    String objectName,
    Autoscaling spec,
    boolean ingress,
    ScaledBy by,
    int asked,
    int present,
    int ready,
    Optional<String> foreign) {}
