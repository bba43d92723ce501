package dev.completions4j.benchmarks;

import java.nio.file.Path;

/** The drivers of other libraries in wide use. */
public final class DefaultPeerDrivers implements PeerDrivers {

    @Override
    public Driver driver(Client client, Target target) {
        String baseUrl = target.baseUrl();
        Workload workload = target.workload();
        return switch (client) {
            case OPENAI_JAVA -> new OpenAiJavaDriver(baseUrl, workload);
            case LANGCHAIN4J -> new LangChain4jDriver(baseUrl, workload);
            case SIMPLE_OPENAI -> new SimpleOpenAiDriver(target.root(), workload);
            case AZURE -> new AzureDriver(baseUrl, workload);
            default -> throw new IllegalArgumentException(client + " is not a peer");
        };
    }

    @Override
    public void runBatch(String baseUrl, Path input, Path output, int concurrency) throws Exception {
        new OpenAiJavaBatch(baseUrl, concurrency).run(input, output);
    }
}
