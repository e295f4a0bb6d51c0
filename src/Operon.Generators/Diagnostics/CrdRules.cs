using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace Operon.Generators;

/// <summary>The rules of API types and definitions. Each has its page in <c>docs/rules</c>.</summary>
internal static class CrdRules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule.Create(
        "OP0001", "A custom resource must be partial", "{0} has [KubernetesResource] but it or a type around it is not partial; add 'partial' so that its resource can be generated", Error);

    public static readonly DiagnosticDescriptor NoJsonContext = Rule.Create(
        "OP0002", "No JsonSerializerContext lists the custom resource", "no JsonSerializerContext lists {0}; add [JsonSerializable(typeof({0}))] to a partial class that derives from JsonSerializerContext", Error);

    public static readonly DiagnosticDescriptor NotAnObject = Rule.Create(
        "OP0003", "A custom resource must be a Kubernetes object", "{0} has [KubernetesResource] but is no Kubernetes object; derive it from CustomResource<TSpec> or CustomResource<TSpec, TStatus>, or implement IKubernetesObject<V1ObjectMeta>", Error);

    public static readonly DiagnosticDescriptor NoListType = Rule.Create(
        "OP0004", "A list of objects has no list type", "{0} is a list of objects without list type, so server-side apply replaces it as a whole and loses items of other managers; add [ListType(ListType.Map)] with a [Key] on {1}, or say [ListType(ListType.Atomic)]", Warning);

    public static readonly DiagnosticDescriptor BadMapKey = Rule.Create(
        "OP0005", "A key of a map list cannot identify items", "{0} is a map list but {1}", Error);

    public static readonly DiagnosticDescriptor NotRe2 = Rule.Create(
        "OP0006", "A pattern is not of RE2 syntax", "the pattern of {0} does not work on servers: {1}", Error);

    public static readonly DiagnosticDescriptor Unanchored = Rule.Create(
        "OP0007", "A pattern is not anchored", "the pattern of {0} is not anchored: servers search for it anywhere, .NET wants the whole text to match; the schema gets {1}", Info);

    public static readonly DiagnosticDescriptor FloatingPoint = Rule.Create(
        "OP0008", "Floating-point fields lose precision between languages", "{0} is a {1}, which languages round in different ways; use an integer in a smaller unit or ResourceQuantity, or set CrdAllowFloatingPoint to true in the project file", Error);

    public static readonly DiagnosticDescriptor ReservedName = Rule.Create(
        "OP0009", "A field has a reserved name", "{0} is called '{1}', which every Kubernetes object has as {2}; rename it", Error);

    public static readonly DiagnosticDescriptor ProtectedGroup = Rule.Create(
        "OP0010", "The group belongs to the Kubernetes project", "group {0} is protected: servers refuse its definitions without the annotation api-approved.kubernetes.io; use a domain of your own, or add [CrdMetadata(\"api-approved.kubernetes.io\", \"<pull request>\")]", Error);

    public static readonly DiagnosticDescriptor NoStatus = Rule.Create(
        "OP0011", "A custom resource has no status", "{0} has no status, so its controller cannot tell what it observed; derive it from CustomResource<TSpec, TStatus>", Info);

    public static readonly DiagnosticDescriptor DuplicateName = Rule.Create(
        "OP0012", "Two fields have one JSON name", "{0} and {1} are both called '{2}' in JSON; rename one or give it a [JsonPropertyName] of its own", Error);

    public static readonly DiagnosticDescriptor BadDefault = Rule.Create(
        "OP0013", "A default is not a valid value", "the default of {0} is refused by its own schema: {1}", Error);

    public static readonly DiagnosticDescriptor BadBounds = Rule.Create(
        "OP0014", "Bounds leave no value", "the bounds of {0} leave no value: {1}", Error);

    public static readonly DiagnosticDescriptor Recursion = Rule.Create(
        "OP0015", "A type contains itself", "{0} contains {1} again, and a structural schema has an end; break the cycle, or make the field a JsonObject with [PreserveUnknownFields]", Error);

    public static readonly DiagnosticDescriptor UnsupportedType = Rule.Create(
        "OP0016", "A type has no schema", "{0} is a {1}, for which there is no schema: {2}", Error);

    public static readonly DiagnosticDescriptor BadCel = Rule.Create(
        "OP0017", "A CEL rule does not compile", "the CEL rule of {0} does not compile: {1}", Error);

    public static readonly DiagnosticDescriptor CostlyCel = Rule.Create(
        "OP0018", "A CEL rule may cost too much", "the CEL rule of {0} is refused by servers: {1}", Error);

    public static readonly DiagnosticDescriptor StorageVersion = Rule.Create(
        "OP0019", "A kind has not exactly one storage version", "kind {0} has {1} storage versions ({2}); exactly one of its types says Storage = true", Error, isAtEnd: true);

    public static readonly DiagnosticDescriptor BadSet = Rule.Create(
        "OP0020", "Items of a set must be scalars or atomic", "{0} is a set of {1}: servers compare items of sets as a whole; make it a list with [ListType(ListType.Map)] and a [Key], or give the item's type [StructType(MapType.Atomic)]", Error);

    public static readonly DiagnosticDescriptor EnumAsNumber = Rule.Create(
        "OP0021", "An enum is written as a number", "enum {0} has no string converter, so it is written as a number while its schema is made of names; add [JsonConverter(typeof(JsonStringEnumConverter<{0}>))] to it", Error);

    public static readonly DiagnosticDescriptor NoDescription = Rule.Create(
        "OP0022", "A field has no description", "{0} has no description for kubectl explain; add a <summary>", Info);

    public static readonly DiagnosticDescriptor UnreadableDefault = Rule.Create(
        "OP0023", "An initializer is no constant", "the initializer of {0} is no constant, new() or collection expression, so the schema has no default; say the default by [DefaultValue] or [DefaultJson], or leave it", Info);

    public static readonly DiagnosticDescriptor UnknownConverter = Rule.Create(
        "OP0024", "The JSON form of a type with its own converter is unknown", "{0} has a JSON converter of its own; say by [SchemaType] on {1} what it writes", Error);

    public static readonly DiagnosticDescriptor ReadOnlyProperty = Rule.Create(
        "OP0025", "A property is written but never read", "{0} has no setter: it is written to the server, which does not know it; add 'init', or [JsonIgnore]", Warning);

    public static readonly DiagnosticDescriptor WrongPlace = Rule.Create(
        "OP0026", "An attribute does not fit its place", "[{0}] on {1} has no effect or is refused: {2}", Error);

    public static readonly DiagnosticDescriptor BadName = Rule.Create(
        "OP0027", "A name of the resource is not valid", "{0} '{1}' of {2} is not valid: {3}", Error);

    public static readonly DiagnosticDescriptor VersionsDiffer = Rule.Create(
        "OP0028", "The versions of a kind disagree", "the versions of kind {0} disagree on {1}: {2}; it belongs to the definition and must be the same on all of its types", Error, isAtEnd: true);

    public static readonly DiagnosticDescriptor BadJson = Rule.Create(
        "OP0029", "The text is not JSON", "[{0}] of {1} is not JSON: {2}", Error);

    public static readonly DiagnosticDescriptor BreakingChange = Rule.Create(
        "OP0030", "The change breaks users of the committed definition", "{0} in version {1} of {2}: {3}; objects and manifests of today would be refused or lose data: add a new version instead, or commit the new definition when that is what you want", Warning, isAtEnd: true);

    public static readonly DiagnosticDescriptor UnreadableDefinition = Rule.Create(
        "OP0031", "A committed definition cannot be read", "{0} cannot be compared with what is generated: {1}; run operon generate crd", Info, isAtEnd: true);

    public static readonly DiagnosticDescriptor TooLarge = Rule.Create(
        "OP0032", "A definition is too large for client-side apply", "the definition of {0} has {1} bytes; kubectl apply without --server-side fails above 262144: set CrdMaxDescriptionLength in the project file, or apply it on the server", Warning, isAtEnd: true);

    public static readonly DiagnosticDescriptor UnknownPath = Rule.Create(
        "OP0033", "A path leads nowhere", "[{0}] of {1}: {2}", Warning);
}
