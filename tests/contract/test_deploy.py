"""What ``deploy/`` says of paths, ports, users and limits agrees with the program and with itself."""

import json
import re
from functools import cache

import kubernetes_validate
import pytest
import yaml

from settings import ROOT, SETTINGS
from ui.gate import Gate
from ui.serve import SECONDS_TO_STOP

DEPLOY = ROOT / "deploy"
#: Read by the server that the framework runs on.
OTHERS = {"FORWARDED_ALLOW_IPS"}
#: Versions of Kubernetes whose schemas the manifests keep to, to the letter.
VERSIONS = ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
#: Kinds that are no part of Kubernetes itself: their schemas are in no package that could be pinned.
GATEWAY = {"Gateway", "HTTPRoute", "BackendTrafficPolicy"}
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


@cache
def manifests():
    """Kind → manifest; there is one of each."""
    every = [part for part in yaml.safe_load_all((DEPLOY / "kubernetes" / "public.yaml").read_text("utf-8")) if part]
    kinds = [part["kind"] for part in every]
    assert len(set(kinds)) == len(kinds)
    return dict(zip(kinds, every, strict=True))


def read(name):
    return [part for part in yaml.safe_load_all((DEPLOY / "kubernetes" / name).read_text("utf-8")) if part]


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests_keep_to_the_schemas_to_the_letter(version):
    for name in ("public.yaml", "publish-job.yaml"):
        for manifest in read(name):
            assert kubernetes_validate.validate(manifest, version, strict=True) == version


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_misspelt_does_not_keep_to_them(version):
    deployment = manifests()["Deployment"]
    with pytest.raises(kubernetes_validate.SchemaNotFoundError):
        kubernetes_validate.validate(deployment | {"kind": "Deploiment"}, version, strict=True)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment | {"spec": deployment["spec"] | {"replica": 3}}, version, strict=True)


def test_the_gateway_leads_to_what_there_is():
    every = read("gateway.yaml")
    assert {part["kind"] for part in every} == GATEWAY
    assert {part["apiVersion"] for part in every if part["kind"] != "BackendTrafficPolicy"} == {"gateway.networking.k8s.io/v1"}
    (gateway,) = [part for part in every if part["kind"] == "Gateway"]
    listeners = {listener["name"]: listener for listener in gateway["spec"]["listeners"]}
    routes = {part["metadata"]["name"]: part["spec"] for part in every if part["kind"] == "HTTPRoute"}
    service = manifests()["Service"]
    ports = {port["port"] for port in service["spec"]["ports"]}
    for route in routes.values():
        for parent in route["parentRefs"]:
            assert parent["name"] == gateway["metadata"]["name"]
            assert route["hostnames"] == [listeners[parent["sectionName"]]["hostname"]]
        for rule in route["rules"]:
            assert set(rule) <= {"matches", "filters", "backendRefs", "timeouts"} and ("filters" in rule) != ("backendRefs" in rule)
            assert all(ref["name"] == service["metadata"]["name"] and ref["port"] in ports for ref in rule.get("backendRefs", ()))
    (policy,) = [part["spec"] for part in every if part["kind"] == "BackendTrafficPolicy"]
    # Sessions and pages are counted and sticky; the program's own files are neither.
    (target,) = policy["targetRefs"]
    paths = {
        name: {match["path"]["value"] for rule in route["rules"] for match in rule.get("matches", ())} for name, route in routes.items()
    }
    assert "/_stcore/stream" in paths[target["name"]] and not any(path.startswith("/static") for path in paths[target["name"]])
    assert any("/static" in told for name, told in paths.items() if name != target["name"])
    assert policy["loadBalancer"]["type"] == "ConsistentHash" and policy["rateLimit"]


def test_the_job_writes_where_the_replicas_read():
    (job,) = read("publish-job.yaml")
    task = job["spec"]["template"]["spec"]
    (publisher,) = task["containers"]
    (mount,) = publisher["volumeMounts"]
    (volume,) = task["volumes"]
    reading = {mount["name"]: mount for mount in container()["volumeMounts"]}["bundles"]
    assert volume["persistentVolumeClaim"]["claimName"] == manifests()["PersistentVolumeClaim"]["metadata"]["name"]
    assert mount["mountPath"] == reading["mountPath"] and not mount.get("readOnly")
    assert manifests()["PersistentVolumeClaim"]["spec"]["accessModes"] == ["ReadWriteMany"]
    given = {variable["name"]: variable["value"] for variable in publisher["env"]}
    assert given["BUNDLE"] == publisher["image"].rsplit(":", 1)[1] and given["DASHBOARD_ROOT"] == mount["mountPath"]
    assert environment()["DASHBOARD_DATA"] == f"{mount['mountPath']}/current"
    # Who writes and who reads are the same user of the same group, with the same locks.
    assert task["securityContext"] == pod()["securityContext"] and publisher["securityContext"] == container()["securityContext"]
    assert job["spec"]["template"]["metadata"]["labels"] != manifests()["Deployment"]["spec"]["template"]["metadata"]["labels"]


def test_replicas_are_the_autoscalers_and_go_slowly():
    assert "replicas" not in manifests()["Deployment"]["spec"]
    down = manifests()["HorizontalPodAutoscaler"]["spec"]["behavior"]["scaleDown"]
    assert down["policies"] == [{"type": "Pods", "value": 1, "periodSeconds": 600}] and down["stabilizationWindowSeconds"] == 1800
    assert manifests()["PodDisruptionBudget"]["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow"
    for spread in pod()["topologySpreadConstraints"]:
        assert spread["matchLabelKeys"] == ["pod-template-hash"]
    assert {spread["topologyKey"] for spread in pod()["topologySpreadConstraints"]} == {
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    }


def pod():
    return manifests()["Deployment"]["spec"]["template"]["spec"]


def container():
    (one,) = pod()["containers"]
    return one


def environment():
    return {variable["name"]: variable["value"] for variable in container()["env"]}


@cache
def dockerfile():
    return (DEPLOY / "Dockerfile").read_text("utf-8")


def image_environment():
    (block,) = re.findall(r"^ENV ((?:.*\\\n)*.*)", dockerfile(), re.MULTILINE)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


def test_every_setting_of_the_manifests_exists():
    assert set(environment()) - OTHERS <= set(DEFAULTS)
    assert set(image_environment()) - {"HOME"} <= set(DEFAULTS)
    for unit in (DEPLOY / "systemd").iterdir():
        names = set(re.findall(r"^Environment=\"?(DASHBOARD_\w+)=", unit.read_text("utf-8"), re.MULTILINE))
        assert names and names <= set(DEFAULTS), unit.name


def test_the_names_that_readers_come_by_are_known_to_the_replicas():
    """Every other name is answered with 403, so each of these has to be the one that stands in front."""
    (gateway,) = [part for part in read("gateway.yaml") if part["kind"] == "Gateway"]
    assert {environment()["DASHBOARD_HOSTS"]} == {listener["hostname"] for listener in gateway["spec"]["listeners"]}
    nginx = (DEPLOY / "nginx" / "dashboard.conf").read_text("utf-8")
    units = {name: (DEPLOY / "systemd" / name).read_text("utf-8") for name in ("dashboard-public@.service", "dashboard-staff.service")}
    hosts = {name: re.findall(r"^Environment=DASHBOARD_HOSTS=(.*)", unit, re.MULTILINE) for name, unit in units.items()}
    assert set(hosts["dashboard-public@.service"]) == set(re.findall(r"server_name (\w[\w.]*\.\w+);", nginx))
    # As it came: the tunnel's names for the staff, and those of the machine that an image is tried on.
    loopback = "localhost,127.0.0.1"
    assert hosts["dashboard-staff.service"] == [loopback] and image_environment()["DASHBOARD_HOSTS"] == loopback


def test_the_replicas_serve_the_public_from_a_read_only_volume():
    for told in (environment(), image_environment()):
        assert told["DASHBOARD_MODE"] == "public" and told["DASHBOARD_ADDRESS"] == "0.0.0.0"
    mounts = {mount["name"]: mount for mount in container()["volumeMounts"]}
    assert mounts["bundles"]["readOnly"] and environment()["DASHBOARD_DATA"].startswith(mounts["bundles"]["mountPath"] + "/")
    assert mounts["tmp"]["mountPath"] == image_environment()["HOME"]
    volumes = {volume["name"]: volume for volume in pod()["volumes"]}
    assert set(volumes) == set(mounts)
    assert volumes["bundles"]["persistentVolumeClaim"] == {
        "claimName": manifests()["PersistentVolumeClaim"]["metadata"]["name"],
        "readOnly": True,
    }
    secured = container()["securityContext"]
    assert secured["readOnlyRootFilesystem"] and not secured["allowPrivilegeEscalation"] and secured["capabilities"] == {"drop": ["ALL"]}


def test_user_and_port_are_the_images_own():
    assert (
        re.findall(r"^USER (\d+)", dockerfile(), re.MULTILINE)
        == [str(pod()["securityContext"]["runAsUser"])]
        == re.findall(r"--uid (\d+)", dockerfile())
    )
    (port,) = container()["ports"]
    told = {
        str(port["containerPort"]),
        image_environment()["DASHBOARD_PORT"],
        *re.findall(r"^EXPOSE (\d+)", dockerfile(), re.MULTILINE),
    }
    assert told == {DEFAULTS["DASHBOARD_PORT"]}
    (service,) = manifests()["Service"]["spec"]["ports"]
    assert service["targetPort"] == port["name"]
    # The health check asks where the container was told to listen.
    assert "DASHBOARD_PORT" in re.findall(r"^HEALTHCHECK (?:.*\\\n)*.*", dockerfile(), re.MULTILINE)[0]
    (allowed,) = manifests()["NetworkPolicy"]["spec"]["ingress"]
    assert allowed["ports"] == [{"port": port["name"]}]


def test_probes_ask_for_addresses_that_answer():
    probes = {name: probe["httpGet"] for name, probe in container().items() if name.endswith("Probe")}
    assert {name: probe["path"] for name, probe in probes.items()} == {
        "startupProbe": "/live",
        "livenessProbe": "/live",
        "readinessProbe": "/ready",
    }
    assert all(probe["port"] == container()["ports"][0]["name"] for probe in probes.values())
    assert "/live" in dockerfile()
    source = (ROOT / Gate.__module__.replace(".", "/")).with_suffix(".py").read_text("utf-8")
    assert '"/live"' in source and '"/ready"' in source


def test_everything_selects_the_same_pods():
    labels = manifests()["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert manifests()["Service"]["spec"]["selector"] == labels
    for kind, name in (("Deployment", "selector"), ("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
        assert manifests()[kind]["spec"][name]["matchLabels"] == labels, kind
    assert manifests()["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == manifests()["Deployment"]["metadata"]["name"]


def test_limits_leave_room():
    asked = container()["resources"]
    assert int(asked["limits"]["memory"].removesuffix("Gi")) * 1024 > int(environment()["DASHBOARD_MEMORY_MB"])
    assert environment()["DASHBOARD_READERS"] == DEFAULTS["DASHBOARD_READERS"]
    sleep = int(container()["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod()["terminationGracePeriodSeconds"] >= sleep + SECONDS_TO_STOP
    least = manifests()["HorizontalPodAutoscaler"]["spec"]["minReplicas"]
    assert manifests()["PodDisruptionBudget"]["spec"]["minAvailable"] < least


def test_the_kustomization_names_what_is_there():
    told = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text("utf-8"))
    assert all((DEPLOY / "kubernetes" / name).is_file() for name in told["resources"])
    assert told["namespace"] == manifests()["Namespace"]["metadata"]["name"]
    assert [image["name"] for image in told["images"]] == [container()["image"]]


def test_the_image_has_the_whole_program_and_nothing_else():
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in kept)
    program = {path.relative_to(ROOT).parts[0] for path in ROOT.rglob("*.py") if not path.relative_to(ROOT).parts[0].startswith(".")} - {
        "tests",
        "docs",
    }
    assert program | {"assets", ".streamlit/config.toml", "requirements.txt", "deploy/switch-bundle"} == kept


@pytest.mark.parametrize("name", ("dashboard-public@.service", "dashboard-staff.service"))
def test_units_start_what_there_is(name):
    unit = (DEPLOY / "systemd" / name).read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=(.*)", unit, re.MULTILINE)
    (home,) = re.findall(r"^WorkingDirectory=(.*)", unit, re.MULTILINE)
    program, *arguments = command.removeprefix("+").split()
    assert program == f"{home}/.venv/bin/python" and arguments == ["manage.py", "serve"]


def test_alerts_and_the_dashboard_ask_for_numbers_that_are_told():
    """Every metric and label that a rule or a panel names is one that the service tells; and every metric is looked at."""
    from ui.metrics import REASONS, REGISTRY, DataCollector, DataState

    state = DataState({"figures": 1.0, "import": 1.0, "bundle": 1.0, "verify": 1.0}, 0, 0)
    families = [*REGISTRY.collect(), *DataCollector(lambda: state).collect()]
    told = {sample.name for family in families for sample in family.samples if not sample.name.endswith("_created")}
    values = {value for family in families for sample in family.samples for value in sample.labels.values()}
    assert set(REASONS) <= values
    (group,) = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]:
        assert set(rule["annotations"]) == {"summary", "cure"} and rule["labels"]["severity"] in ("page", "ticket")
    panels = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))["panels"]
    shown = [target["expr"] for panel in panels for target in panel["targets"]]
    for asked in (*(rule["expr"] for rule in group["rules"]), *shown):
        assert set(re.findall(r"\bdashboard_\w+", asked)) <= told, asked
        assert set(re.findall(r'(?:reason|of)="(\w+)"', asked)) <= values, asked
    assert {re.sub("_(bucket|sum|count)$", "", name) for name in told} <= {
        re.sub("_(bucket|sum|count)$", "", name) for asked in shown for name in re.findall(r"\bdashboard_\w+", asked)
    }


def test_panels_stand_side_by_side_and_are_told_apart():
    panels = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))["panels"]
    cells = [
        (row, column)
        for place in (panel["gridPos"] for panel in panels)
        for row in range(place["y"], place["y"] + place["h"])
        for column in range(place["x"], place["x"] + place["w"])
    ]
    assert len(set(cells)) == len(cells) and max(column for _, column in cells) == 23
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)
    assert all(panel["description"] for panel in panels)
