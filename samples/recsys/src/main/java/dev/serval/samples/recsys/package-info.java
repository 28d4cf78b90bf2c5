/**
 * A recommender of three stages: features of the user, a ranking model that takes users in batches,
 * and the service that puts them together.
 */
package dev.serval.samples.recsys;
