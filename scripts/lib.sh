# shellcheck shell=bash
# What the other scripts share: where Java 25 and Maven are, and how to get what is missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die() {
  echo "$*" >&2
  exit 69
}

# Installs Debian packages where that is allowed; says what it could not.
install_packages() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "please install: $*" >&2
    return 1
  fi
  apt-get update -qq || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    { echo "apt-get could not install: $*" >&2; return 1; }
}

# Prints the home of a JDK of version 25 or later.
find_java_home() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release" 2>/dev/null)
    if [ "${version:-0}" -ge 25 ]; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

need_jdk() {
  JAVA_HOME=$(find_java_home) || {
    install_packages openjdk-25-jdk-headless || true
    JAVA_HOME=$(find_java_home) ||
      die "no JDK 25 under /usr/lib/jvm: install openjdk-25-jdk-headless (Debian 13) or temurin-25-jdk"
  }
  export JAVA_HOME
}

need_maven() {
  command -v mvn >/dev/null || install_packages maven || die "no mvn: install maven"
}

# Builds the jars, without the tests, when a source is newer than they are.
build_if_needed() {
  local built="$root/target/tilld.built"
  if [ -f "$built" ] && [ -z "$(find "$root/src/main" "$root/pom.xml" -newer "$built" -print -quit)" ]; then
    return
  fi
  need_maven
  echo "building ..." >&2
  (cd "$root" && mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package) ||
    die "the build failed"
  touch "$built"
}

# The class path of the `device` or of the `demo`, named jar by jar.
class_path() {
  local folder jar path=""
  local folders=(lib)
  [ "$1" = device ] || folders+=("$1-lib")
  for jar in "$root"/target/tilld-*.jar; do
    case $jar in
      *-demo.jar) [ "$1" = demo ] || continue ;;
    esac
    path="$path:$jar"
  done
  for folder in "${folders[@]}"; do
    for jar in "$root/target/$folder"/*.jar; do
      path="$path:$jar"
    done
  done
  echo "${path#:}"
}
