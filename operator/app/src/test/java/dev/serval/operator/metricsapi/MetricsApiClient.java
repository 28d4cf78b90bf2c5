package dev.serval.operator.metricsapi;

import dev.serval.operator.cluster.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody who dials the metrics API itself. */
public final class MetricsApiClient implements AutoCloseable {

  private static final char[] PASSWORD = "test".toCharArray();

  private final SSLContext tls;
  private final HttpClient http;
  private final String address;

  /** A client that dials by {@link RunningMetricsApi#ADDRESS}. */
  MetricsApiClient(List<X509Certificate> trusted, int port, Optional<TestAuthority.Issued> own) {
    this(trusted, RunningMetricsApi.ADDRESS, port, own);
  }

  /**
   * A client.
   *
   * @param trusted who may have signed the server's certificate
   * @param host the name of this machine that the certificate has to be for
   * @param port where the server listens
   * @param own the certificate that it shows; empty for none
   */
  public MetricsApiClient(
      List<X509Certificate> trusted, String host, int port, Optional<TestAuthority.Issued> own) {
    this.tls = tls(trusted, own);
    this.address = "https://" + host + ':' + port;
    this.http =
        HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(10)).build();
  }

  /**
   * Asks for something.
   *
   * @param headers names and values in turn
   */
  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  SSLContext tls() {
    return tls;
  }

  private static SSLContext tls(List<X509Certificate> trusted, Optional<TestAuthority.Issued> own) {
    try {
      KeyStore authorities = empty();
      for (X509Certificate each : trusted) {
        authorities.setCertificateEntry(each.getSerialNumber().toString(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own.isEmpty() ? new KeyManager[0] : keyManagers(own.get()),
          trust.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManager[] keyManagers(TestAuthority.Issued own)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry("own", own.key(), PASSWORD, new Certificate[] {own.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  @Override
  public void close() {
    http.close();
  }
}
