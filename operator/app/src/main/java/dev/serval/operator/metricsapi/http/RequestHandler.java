package dev.serval.operator.metricsapi.http;

import dev.serval.operator.metricsapi.MetricsApiLimits;
import dev.serval.operator.metricsapi.MetricsApiMetrics;
import dev.serval.operator.metricsapi.api.ApiRequest;
import dev.serval.operator.metricsapi.api.ApiResponse;
import dev.serval.operator.metricsapi.api.Failures;
import dev.serval.operator.metricsapi.identity.ConnectionPeer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;

/** Takes the requests of one connection one after the other. */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

  /** The server ends: tell it with the next answer, or now. */
  static final Object STOP = new Object();

  private static final Logger LOG = Logger.getLogger(RequestHandler.class);

  private final SslHandler encryption;
  private final Function<ApiRequest, CompletableFuture<ApiResponse>> handler;
  private final MetricsApiLimits limits;
  private final MetricsApiMetrics metrics;

  private ConnectionPeer peer;
  private ScheduledFuture<?> deadline;
  private boolean answering;
  private boolean requestEnded = true;
  private boolean last;

  RequestHandler(
      SslHandler encryption,
      Function<ApiRequest, CompletableFuture<ApiResponse>> handler,
      MetricsApiLimits limits,
      MetricsApiMetrics metrics) {
    this.encryption = encryption;
    this.handler = handler;
    this.limits = limits;
    this.metrics = metrics;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeAfter(context, limits.firstRequest());
    read(context);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpRequest request) {
      requestEnded = false;
      answering = true;
      closeAfter(context, limits.answer());
      begin(context, request);
    }
    if (part instanceof LastHttpContent) {
      requestEnded = true;
    }
    readMore(context);
  }

  /** The rest of a request is thrown away; the next waits until this one is answered. */
  private void readMore(ChannelHandlerContext context) {
    if (!requestEnded || !answering) {
      read(context);
    }
  }

  /** Not from within a read: of what was sent at once each part would lie on the stack. */
  private static void read(ChannelHandlerContext context) {
    context.executor().execute(context::read);
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      last = true;
      answer(context, unreadable(request.decoderResult().cause()));
      return;
    }
    // A body is nothing that this API reads, so its connection isn't kept.
    last |= !HttpUtil.isKeepAlive(request) || hasBody(request);
    ask(new ApiRequest(request.method().name(), request.uri(), request.headers(), peer()))
        .exceptionally(RequestHandler::failed)
        .thenAccept(response -> onLoop(context, () -> answer(context, response)));
  }

  private CompletableFuture<ApiResponse> ask(ApiRequest request) {
    try {
      return handler.apply(request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void onLoop(ChannelHandlerContext context, Runnable action) {
    if (context.executor().inEventLoop()) {
      action.run();
    } else {
      context.executor().execute(action);
    }
  }

  private static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private static ApiResponse failed(Throwable failure) {
    LOG.error("A request to the metrics API failed", failure);
    return Failures.internal();
  }

  private static ApiResponse unreadable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> Failures.unreadable(414, "the address is too long");
      case TooLongHttpHeaderException _ -> Failures.unreadable(431, "the headers are too long");
      default -> Failures.unreadable(400, "this is no request of HTTP/1.1");
    };
  }

  private void answer(ChannelHandlerContext context, ApiResponse response) {
    metrics.answered(response.code());
    boolean closes = last;
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.code()),
            Unpooled.wrappedBuffer(response.body()));
    message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    message.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
    response.headers().forEach(message.headers()::set);
    if (response.code() != HttpResponseStatus.NOT_MODIFIED.code()) {
      message.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    }
    if (closes) {
      message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    ChannelFuture written = context.writeAndFlush(message);
    written.addListener(done -> written(context, closes || !done.isSuccess()));
  }

  private void written(ChannelHandlerContext context, boolean closes) {
    if (closes) {
      context.close();
      return;
    }
    answering = false;
    closeAfter(context, limits.idle());
    if (requestEnded) {
      read(context);
    }
  }

  private void closeAfter(ChannelHandlerContext context, Duration time) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline =
        context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Known once TLS is spoken. */
  private ConnectionPeer peer() {
    if (peer == null) {
      peer = new ConnectionPeer(shown());
    }
    return peer;
  }

  private List<X509Certificate> shown() {
    try {
      Certificate[] chain = encryption.engine().getSession().getPeerCertificates();
      return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == STOP) {
      last = true;
      if (!answering) {
        context.close();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** What peers do wrong in TLS or TCP is theirs to find. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debugf(cause, "A connection to the metrics API ended");
    context.close();
  }
}
