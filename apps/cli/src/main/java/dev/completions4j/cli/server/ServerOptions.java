// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is called, and how. */
public final class ServerOptions {

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = {"The server's base URL, such as", "http://localhost:8000/v1."})
    @Nullable String baseUrl;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = {"A file with the API key in its first line. Default: the key in OPENAI_API_KEY."})
    @Nullable String apiKeyFile;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = {
                "The kind of server, which decides what is rejected before it is sent: compatible, openai, azure, vllm,"
                        + " llama-cpp, sglang, tgi, ollama, deepseek or litellm; vllm:0.11.0 and llama-cpp:6451 name a"
                        + " version. Default: by host."
            })
    @Nullable String profile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = {"The timeout of the call. Default: 600, and 60 without data."})
    @Nullable String timeout;

    @Option(
            names = "--attempts",
            paramLabel = "COUNT",
            description = {"The maximum number of attempts. Default: 3."})
    @Nullable String attempts;

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            converter = Header.Converter.class,
            description = {"A header of every request. May be repeated."})
    List<Header> headers = List.of();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = {"Certificates to trust instead of the JVM's, in the format PEM."})
    @Nullable String caFile;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = {"A proxy, such as http://proxy.example:3128 or socks5://localhost:1080."})
    @Nullable String proxy;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = {"The transport: jdk or netty. Default: jdk."})
    @Nullable String transport;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {"The config file. Default:", "~/.config/completions4j/config.properties."})
    @Nullable String config;

    @Option(
            names = {"-v", "--verbose"},
            description = "Report attempts and timings on standard error.")
    boolean verbose;
}
