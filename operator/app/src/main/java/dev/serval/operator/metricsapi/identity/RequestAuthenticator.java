package dev.serval.operator.metricsapi.identity;

import dev.serval.operator.metricsapi.identity.Authentication.Known;
import dev.serval.operator.metricsapi.identity.Authentication.Refusal;
import dev.serval.operator.metricsapi.identity.Authentication.Refused;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out who asks. The API server, which proves itself by a certificate, says it in headers;
 * from anybody else these headers mean nothing. A user who comes without it has to show a
 * certificate that the cluster's authority of clients has signed.
 */
public final class RequestAuthenticator {

  private final Supplier<TrustSettings> settings;

  private RequestAuthenticator(Supplier<TrustSettings> settings) {
    this.settings = settings;
  }

  /** One that believes as a feed says. */
  public static RequestAuthenticator of(TrustFeed feed) {
    return new RequestAuthenticator(feed::settings);
  }

  static RequestAuthenticator of(TrustSettings settings) {
    return new RequestAuthenticator(() -> settings);
  }

  /** Who asks, over a connection of {@code peer}, with these headers. */
  public Authentication authenticate(ConnectionPeer peer, HttpHeaders headers, Instant now) {
    if (!peer.hasCertificate()) {
      return new Refused(
          Refusal.NO_CERTIFICATE,
          "a client certificate is needed; ask through the API server, as kubectl get --raw does");
    }
    TrustSettings believed = settings.get();
    return switch (peer.standing(believed, now)) {
      case ConnectionPeer.Proxy _ -> named(believed.headers(), headers);
      case ConnectionPeer.Client _ -> ofCertificate(peer.certificate());
      case ConnectionPeer.Bad(String problem) ->
          new Refused(
              Refusal.BAD_CERTIFICATE,
              "the client certificate '%s' is not believed: %s"
                  .formatted(peer.certificate().getSubjectX500Principal().getName(), problem));
    };
  }

  private static Authentication ofCertificate(X509Certificate certificate) {
    String name = ClientCertificates.commonName(certificate);
    if (name.isEmpty()) {
      return new Refused(Refusal.NO_USER, "the client certificate has no common name");
    }
    return known(name, "", ClientCertificates.organizations(certificate), Map.of());
  }

  private static Authentication named(TrustSettings.Headers names, HttpHeaders headers) {
    Optional<String> user = first(names.user(), headers);
    if (user.isEmpty()) {
      return new Refused(
          Refusal.NO_USER, "the proxy named no user: none of %s is set".formatted(names.user()));
    }
    List<String> groups = new ArrayList<>();
    names.group().forEach(name -> groups.addAll(headers.getAll(name)));
    return known(user.get(), first(names.uid(), headers).orElse(""), groups, extra(names, headers));
  }

  private static Authentication known(
      String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    List<String> all = new ArrayList<>(groups);
    if (User.lacksAuthenticated(all)) {
      all.add(User.AUTHENTICATED);
    }
    return new Known(new User(name, uid, all, extra));
  }

  private static Optional<String> first(List<String> names, HttpHeaders headers) {
    for (String name : names) {
      String value = headers.get(name);
      if (value != null && !value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static Map<String, List<String>> extra(TrustSettings.Headers names, HttpHeaders headers) {
    Map<String, List<String>> extra = new HashMap<>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      for (String prefix : names.extraPrefixes()) {
        if (name.startsWith(prefix.toLowerCase(Locale.ROOT))) {
          extra
              .computeIfAbsent(unescape(name.substring(prefix.length())), key -> new ArrayList<>())
              .add(header.getValue());
        }
      }
    }
    return extra;
  }

  /** Keys may have characters that no header's name can; they are escaped as in a path. */
  private static String unescape(String key) {
    try {
      return QueryStringDecoder.decodeComponent(key.replace("+", "%2B"));
    } catch (IllegalArgumentException e) {
      return key;
    }
  }
}
