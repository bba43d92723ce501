// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.netty;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/** Starts a stream for the first request of a connection; the response closes it, so that others are ignored. */
final class CompletionsHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** A server that only passes chunks on has no use for the text so far. */
    private static final CallOptions OPTIONS =
            CallOptions.builder().keepText(false).build();

    private final CompletionsClient client;
    private boolean answered;

    CompletionsHandler(CompletionsClient client) {
        this.client = client;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        if (answered) {
            return;
        }
        answered = true;
        QueryStringDecoder query = new QueryStringDecoder(http.uri());
        List<String> prompts = query.parameters().getOrDefault("prompt", List.of());
        if (!query.path().equals("/complete")) {
            refuse(context, HttpResponseStatus.NOT_FOUND);
        } else if (prompts.size() != 1) {
            refuse(context, HttpResponseStatus.BAD_REQUEST);
        } else {
            CompletionRequest request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt(prompts.get(0))
                    .maxTokens(4_000)
                    .build();
            client.stream(request, OPTIONS).subscribe(new EventStream(context.channel()));
        }
    }

    /** Closing the channel cancels the stream. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.close();
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
