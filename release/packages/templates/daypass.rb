# Homebrew: a formula of a tap.
class Daypass < Formula
  desc "Sign in to AWS IAM Identity Center, once for every tool on the machine"
  homepage "@home@"
  version "@version@"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on :linux
  depends_on arch: :x86_64

  url "@url@/daypass-@version@-x86_64-unknown-linux-musl.tar.gz"
  sha256 "@sum daypass-@version@-x86_64-unknown-linux-musl.tar.gz@"

  def install
    bin.install "bin/daypass"
    man1.install Dir["share/man/man1/*.1"]
    bash_completion.install "share/bash-completion/completions/daypass"
    fish_completion.install "share/fish/vendor_completions.d/daypass.fish"
    zsh_completion.install "share/zsh/site-functions/_daypass"
    doc.install Dir["share/doc/daypass/*"], Dir["share/licenses/daypass/*"]
  end

  test do
    assert_equal "daypass #{version}", shell_output("#{bin}/daypass version").strip
  end
end
