package dev.serval.operator.metricsapi.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serval.operator.hub.certificate.CertificateSecret;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom the API believes what: the settings that the API server publishes for servers behind it.
 *
 * @param proxyAuthorities that sign the certificates of the API server as a proxy
 * @param proxyNames common names of these certificates; empty for any
 * @param headers in which the proxy says who asks
 * @param clientAuthorities that sign the certificates of users
 */
record TrustSettings(
    List<X509Certificate> proxyAuthorities,
    List<String> proxyNames,
    Headers headers,
    List<X509Certificate> clientAuthorities) {

  static final String CONFIG_MAP = "extension-apiserver-authentication";
  static final String NAMESPACE = "kube-system";

  private static final String PROXY_AUTHORITIES = "requestheader-client-ca-file";
  private static final String PROXY_NAMES = "requestheader-allowed-names";
  private static final String USER_HEADERS = "requestheader-username-headers";
  private static final String UID_HEADERS = "requestheader-uid-headers";
  private static final String GROUP_HEADERS = "requestheader-group-headers";
  private static final String EXTRA_PREFIXES = "requestheader-extra-headers-prefix";
  private static final String CLIENT_AUTHORITIES = "client-ca-file";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Believes nobody. */
  static final TrustSettings NONE =
      new TrustSettings(
          List.of(), List.of(), new Headers(List.of(), List.of(), List.of(), List.of()), List.of());

  /**
   * The names of headers.
   *
   * @param user the first of these that is there has the user's name
   * @param uid the first of these that is there has the user's uid
   * @param group each of these has a group
   * @param extraPrefixes what begins with one of these has something else about the user
   */
  record Headers(
      List<String> user, List<String> uid, List<String> group, List<String> extraPrefixes) {}

  /**
   * Reads the data of the ConfigMap.
   *
   * @throws IllegalArgumentException if a value can't be; the message names it
   */
  static TrustSettings of(Map<String, String> data) {
    return new TrustSettings(
        authorities(data, PROXY_AUTHORITIES),
        names(data, PROXY_NAMES),
        new Headers(
            names(data, USER_HEADERS),
            names(data, UID_HEADERS),
            names(data, GROUP_HEADERS),
            names(data, EXTRA_PREFIXES)),
        authorities(data, CLIENT_AUTHORITIES));
  }

  /** Why the API server can't tell who asks; empty if it can. */
  Optional<String> problem() {
    if (proxyAuthorities.isEmpty()) {
      return Optional.of(missing(PROXY_AUTHORITIES, "--requestheader-client-ca-file"));
    }
    return headers.user().isEmpty()
        ? Optional.of(missing(USER_HEADERS, "--requestheader-username-headers"))
        : Optional.empty();
  }

  private static String missing(String key, String flag) {
    return "ConfigMap %s/%s has no %s: the API server is started without %s"
        .formatted(NAMESPACE, CONFIG_MAP, key, flag);
  }

  private static List<X509Certificate> authorities(Map<String, String> data, String key) {
    String pem = data.getOrDefault(key, "");
    if (pem.isBlank()) {
      return List.of();
    }
    try {
      return CertificateSecret.certificates(pem);
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " has no certificates: " + e.getMessage(), e);
    }
  }

  private static List<String> names(Map<String, String> data, String key) {
    String json = data.getOrDefault(key, "");
    if (json.isBlank()) {
      return List.of();
    }
    try {
      return List.copyOf(JSON.readValue(json, new TypeReference<List<String>>() {}));
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException(
          "%s is no list of texts in JSON: '%s'".formatted(key, json), e);
    }
  }
}
