# Nix: pkgs.callPackage ./daypass.nix { }
{ lib, stdenvNoCC, fetchurl }:

stdenvNoCC.mkDerivation rec {
  pname = "daypass";
  version = "@version@";

  src = fetchurl {
    url = "@url@/daypass-${version}-x86_64-unknown-linux-musl.tar.gz";
    sha256 = "@sum daypass-@version@-x86_64-unknown-linux-musl.tar.gz@";
  };

  dontConfigure = true;
  dontBuild = true;
  installPhase = ''
    mkdir -p $out
    cp -r bin share $out/
  '';

  meta = {
    description = "Sign in to AWS IAM Identity Center, once for every tool on the machine";
    homepage = "@home@";
    license = with lib.licenses; [ mit asl20 ];
    platforms = [ "x86_64-linux" ];
    mainProgram = "daypass";
  };
}
