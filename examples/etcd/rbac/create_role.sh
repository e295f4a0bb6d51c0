#!/usr/bin/env bash
# Creates the ClusterRole of the etcd operator and binds it to the service account "default" of a namespace.
set -o errexit
set -o nounset
set -o pipefail

role_name=etcd-operator
role_binding_name=etcd-operator
namespace=default

print_usage() {
  cat <<USAGE
$(basename "$0") - create the RBAC role and role binding of the etcd operator

Usage: $(basename "$0") [options]
  --role-name=NAME           Name of the ClusterRole. Default: etcd-operator
  --role-binding-name=NAME   Name of the ClusterRoleBinding. Default: etcd-operator
  --namespace=NAME           Namespace the operator runs in. Default: default
  -h, --help                 Show this text

kubectl must be on the PATH; it uses \$KUBECONFIG as always.
USAGE
}

while (( $# > 0 )); do
  option=$1
  shift
  case "$option" in
    -h | --help)
      print_usage
      exit 0
      ;;
    --role-name=* | --role-binding-name=* | --namespace=*)
      value=${option#*=}
      option=${option%%=*}
      ;;
    --role-name | --role-binding-name | --namespace)
      if (( $# == 0 )); then
        echo "$option needs a value" >&2
        exit 2
      fi
      value=$1
      shift
      ;;
    *)
      echo "unknown option: $option" >&2
      print_usage >&2
      exit 2
      ;;
  esac

  if [[ ! $value =~ ^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$ ]]; then
    echo "$option: \"$value\" is not a Kubernetes name" >&2
    exit 2
  fi

  case "$option" in
    --role-name) role_name=$value ;;
    --role-binding-name) role_binding_name=$value ;;
    --namespace) namespace=$value ;;
  esac
done

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

render() {
  sed -e "s/<ROLE_NAME>/$role_name/g" -e "s/<ROLE_BINDING_NAME>/$role_binding_name/g" -e "s/<NAMESPACE>/$namespace/g" "$1"
}

echo "Creating role with ROLE_NAME=$role_name, ROLE_BINDING_NAME=$role_binding_name, NAMESPACE=$namespace"
render "$folder/cluster-role-template.yaml" | kubectl apply -f -
render "$folder/cluster-role-binding-template.yaml" | kubectl apply -f -
