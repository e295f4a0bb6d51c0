// Here selectors are evaluated, not written: the client's class of the same name makes query strings.
global using LabelSelectors = Operon.LocalCluster.Controllers.Objects.LabelSelectors;
