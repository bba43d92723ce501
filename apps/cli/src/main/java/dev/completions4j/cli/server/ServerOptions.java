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
            description = {"The server's base URL, such as http://localhost:8000/v1."})
    @Nullable String baseUrl;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = {"A file that has the API key in its first line. Default: the key in OPENAI_API_KEY."})
    @Nullable String apiKeyFile;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = {
                "What is known of the server: compatible, openai, azure, vllm[:VERSION], llama-cpp[:BUILD], sglang,"
                        + " tgi, ollama, deepseek or litellm. Default: by host."
            })
    @Nullable String profile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = {"The timeout for the whole call. Default: 600, of which 60 without any data."})
    @Nullable String timeout;

    @Option(
            names = "--attempts",
            paramLabel = "COUNT",
            description = {"The maximum number of attempts. Default: 3."})
    @Nullable String attempts;

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            description = {"A header of every request. May be repeated."})
    List<String> headers = List.of();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = {"Certificates to trust instead of the JVM's, in PEM."})
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
            description = {"The config file. Default: ~/.config/completions4j/config.properties."})
    @Nullable String config;

    @Option(
            names = {"-v", "--verbose"},
            description = "Report attempts and timings on standard error.")
    boolean verbose;
}
