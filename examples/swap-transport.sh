#!/usr/bin/env bash
# Runs the same application jar over either transport, by changing one dependency. A transport selected by name, here by a
# system property, is never replaced by another.
set -euo pipefail
cd "$(dirname "$0")/.."

class_path() { # of the application with the transports that the profiles add
  mvn -q -ntp -P"$1" -Dexec.skip=true -pl examples -am package \
    dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/class-path >&2
  tr ':' '\n' <examples/target/class-path
}

run() { # over one transport; reads the class path, which has no other transport
  echo "== over $1"
  java -Dcompletions4j.transport="$1" -cp "$application:$(paste -sd: -)" dev.completions4j.examples.Complete "Say this is a test"
}

libraries="$(class_path complete,netty)"
application="$(ls "$PWD"/examples/target/completions4j-examples-*.jar | grep -v -e sources -e javadoc)"
sha256sum "$application"
grep -v -e transport-netty -e /io/netty/ <<<"$libraries" | run jdk
grep -v -e transport-jdk <<<"$libraries" | run netty
sha256sum "$application"
