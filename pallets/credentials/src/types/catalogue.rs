//! The catalogue of credential types: what a type is, and those that genesis brings.
//!
//! A type of this list is granted all over the country by the granter of the place (省级政府质量奖 by each province), so its
//! region is the nation. A programme that honours one region's award only has its own type, added by the council.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{CredentialTypeId, Name, Region, Role};
use Element::{Brand, Credit, Foundation, Innovation, Management};
use Level::{City, County, National, Provincial};

/// One of the five quality elements (质量要素, G-01).
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum Element {
	/// 质量信用.
	Credit,
	/// 质量管理.
	Management,
	/// 质量品牌.
	Brand,
	/// 质量基础.
	Foundation,
	/// 质量创新.
	Innovation,
}

/// A level of government: at which a type is granted or recognised, and of a bureau. The highest first.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum Level {
	/// 国家级.
	National,
	/// 省级.
	Provincial,
	/// 市级.
	City,
	/// 县级.
	County,
}

impl Level {
	/// The level of the bureau that is there for a region.
	pub const fn of_region(region: Region) -> Self {
		match region.0 {
			0 => National,
			code if code.is_multiple_of(10_000) => Provincial,
			code if code.is_multiple_of(100) => City,
			_ => County,
		}
	}

	/// Whether it may undo what was done at another level: only the same or a higher one may.
	pub fn may_undo(self, other: Self) -> bool {
		self <= other
	}
}

/// Whether organisations with this role are bureaus, which record credentials.
pub const fn is_bureau(role: Role) -> bool {
	matches!(role, Role::MarketRegulator | Role::FinancialRegulator | Role::FinanceBureau | Role::TaxBureau)
}

/// A kind of quality credential.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct CredentialType {
	/// What it is called.
	pub name: Name,
	/// The element it stands for.
	pub element: Element,
	/// Its level.
	pub level: Level,
	/// Who grants it (发证单位).
	pub granted_by: Name,
	/// Where its holders are registered.
	pub region: Region,
	/// Which kind of bureau records it (登记).
	pub recorded_by: Role,
}

const SAMR: &str = "国家市场监督管理总局";
const SAC: &str = "国家标准化管理委员会";
const CNIPA: &str = "国家知识产权局";
const STANDARDS_BODY: &str = "国际标准化组织";
const PROVINCE: &str = "省级人民政府";
const CITY: &str = "市级人民政府";
const COUNTY: &str = "县级人民政府";
const PROVINCIAL_BUREAU: &str = "省级市场监督管理部门";
const CITY_BUREAU: &str = "市级市场监督管理部门";
const CERTIFIER: &str = "认证机构";
// Assessed by different bodies in different places; the certificate names the one.
const ASSESSOR: &str = "证书所载评价机构";

// Ids are referred to by the programmes' presets and on chain: append, never renumber.
const CATALOGUE: &[(u16, &str, Element, Level, &str)] = &[
	(1, "中国质量奖", Brand, National, SAMR),
	(2, "中国质量奖提名奖", Brand, National, SAMR),
	(3, "省级政府质量奖", Brand, Provincial, PROVINCE),
	(4, "省级政府质量奖提名奖", Brand, Provincial, PROVINCE),
	(5, "市级政府质量奖", Brand, City, CITY),
	(6, "市级政府质量奖提名奖", Brand, City, CITY),
	(7, "县级政府质量奖", Brand, County, COUNTY),
	(8, "国家标准创新贡献奖", Innovation, National, SAMR),
	(9, "省级标准创新贡献奖", Innovation, Provincial, PROVINCIAL_BUREAU),
	(10, "国家级标准化试点示范", Foundation, National, SAC),
	(11, "省级标准化试点示范", Foundation, Provincial, PROVINCIAL_BUREAU),
	(12, "国际标准化技术组织秘书处", Foundation, National, STANDARDS_BODY),
	(13, "全国标准化技术组织秘书处", Foundation, National, SAC),
	(14, "国际标准主导起草", Foundation, National, STANDARDS_BODY),
	(15, "国家标准主要起草", Foundation, National, SAC),
	(16, "企业标准“领跑者”", Brand, National, SAMR),
	(17, "质量管理水平AAAA级", Management, Provincial, ASSESSOR),
	(18, "质量管理水平AAA级", Management, Provincial, ASSESSOR),
	(19, "质量管理水平AA级", Management, Provincial, ASSESSOR),
	(20, "“新品工程”认证", Foundation, Provincial, CERTIFIER),
	(21, "地方标准主导起草", Foundation, Provincial, PROVINCIAL_BUREAU),
	(22, "质量管理体系认证", Management, National, CERTIFIER),
	(23, "小微企业质量管理体系认证提升", Management, National, CERTIFIER),
	(24, "产品认证", Foundation, National, CERTIFIER),
	(25, "质量提升梯队企业", Management, Provincial, PROVINCIAL_BUREAU),
	(26, "中国专利奖", Innovation, National, CNIPA),
	(27, "有效发明专利", Innovation, National, CNIPA),
	(28, "检验检测机构资质认定", Foundation, Provincial, PROVINCIAL_BUREAU),
	(29, "质量信用A级", Credit, Provincial, PROVINCIAL_BUREAU),
	(30, "首席质量官制度", Management, City, CITY_BUREAU),
];

/// The types that genesis brings.
pub fn catalogue() -> impl Iterator<Item = (CredentialTypeId, CredentialType)> {
	CATALOGUE.iter().filter_map(|(id, name, element, level, granted_by)| {
		let new = CredentialType {
			name: Name::try_from(*name).ok()?,
			element: *element,
			level: *level,
			granted_by: Name::try_from(*granted_by).ok()?,
			region: Region::NATION,
			recorded_by: Role::MarketRegulator,
		};
		Some((CredentialTypeId(*id), new))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_entry_is_a_type_under_its_own_number() {
		let numbers = catalogue().map(|(id, _)| id.0).collect::<Vec<_>>();
		assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
	}

	#[test]
	fn a_bureaus_level_is_its_regions_and_undoes_the_same_or_a_lower_one() {
		let levels = [0, 330_000, 330_200, 330_203].map(|code| Level::of_region(Region(code)));
		assert_eq!(levels, [National, Provincial, City, County]);
		assert!(Provincial.may_undo(City) && City.may_undo(City) && !City.may_undo(Provincial));
	}

	#[test]
	fn all_five_elements_and_four_levels_occur() {
		use std::collections::BTreeSet;
		assert_eq!(catalogue().map(|(_, new)| new.element).collect::<BTreeSet<_>>().len(), 5);
		assert_eq!(catalogue().map(|(_, new)| new.level).collect::<BTreeSet<_>>().len(), 4);
	}
}
